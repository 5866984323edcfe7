/** [K8] The number and the code by which two people know that nobody stands between them. */
import { type AccountId, utf8 } from '@plexi/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  digitsIn,
  joinFingerprints,
  numericFingerprint,
  safetyCodeOf,
  safetyNumberOf,
} from '../src/index.ts';
import { hex } from './vectors.ts';

const ADA = 'fb2cdd6f4c5a6e96514bd059042e0488ee77198ffd5939f7d93c0fa6d24ae18c' as AccountId;
const BEN = 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a' as AccountId;

const account = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .map((bytes) => Buffer.from(bytes).toString('hex') as AccountId);

describe('[K8] the safety number', () => {
  it("[X2] is made as Signal's is: the published vector of libsignal", () => {
    const alice = hex('0506863bc66d02b40d27b8d49ca7c09e9239236f9d7d25d6fcca5ce13c7064d868');
    const bob = hex('05f781b6fb32fed9ba1cf2de978d4d5da28dc34046ae814402b5c0dbd96fda907b');
    const [one, other] = [
      numericFingerprint(alice, utf8('+14152222222')),
      numericFingerprint(bob, utf8('+14153333333')),
    ];
    const published = '300354477692869396892869876765458257569162576843440918079131';
    expect(joinFingerprints(one, other)).toBe(published);
    expect(joinFingerprints(other, one)).toBe(published);
  });

  // Worked out apart from this code too, in another language.
  it('of these two accounts is this number, and this is what each shows the other: for good', () => {
    expect(safetyNumberOf(ADA, BEN)).toBe('427897939807893755138319136030942198764805255902434151449959');
    expect(safetyCodeOf(ADA, BEN)).toBe(
      'plexi://verify/Afss3W9MWm6WUUvQWQQuBIjudxmP_Vk599k8D6bSSuGM11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
    );
  });

  it('is the same whoever asks, and another one for any other account', () => {
    fc.assert(
      fc.property(
        account,
        account,
        fc.nat(255),
        fc.integer({ min: 1, max: 255 }),
        (one, other, place, flip) => {
          const number = safetyNumberOf(one, other);
          expect(number).toMatch(/^[0-9]{60}$/u);
          expect(safetyNumberOf(other, one)).toBe(number);
          const bytes = Buffer.from(other, 'hex');
          bytes[place % 32] = (bytes[place % 32] as number) ^ flip;
          expect(safetyNumberOf(one, bytes.toString('hex') as AccountId)).not.toBe(number);
        },
      ),
      { numRuns: 4 },
    );
  });

  it('is read as people type it, and no two numbers are read as one', () => {
    const digits = fc.array(fc.nat(9), { minLength: 60, maxLength: 60 }).map((all) => all.join(''));
    const between = fc.constantFrom('', ' ', '\n', '\u00a0', ' \u200f', '-', '\t');
    fc.assert(
      fc.property(
        digits,
        fc.array(between, { minLength: 60, maxLength: 60 }),
        fc.constantFrom(0x30, 0x660, 0x6f0),
        (number, gaps, zero) => {
          const typed = Array.from(
            number,
            (digit, i) => String.fromCodePoint(zero + Number(digit)) + gaps[i],
          ).join('');
          expect(digitsIn(typed)).toBe(number);
        },
      ),
    );
    const number = safetyNumberOf(ADA, BEN);
    for (const wrong of [
      '',
      number.slice(1),
      `${number}0`,
      number.replace(/.$/u, 'O'),
      `${number}!`,
      number.replace(/^./u, '\u{1d7cf}'),
    ])
      expect(digitsIn(wrong)).toBeUndefined();
  });
});

describe('[K8] the code to scan', () => {
  it('names who shows it and to whom: it is neither the other direction, nor of anybody else', () => {
    fc.assert(
      fc.property(account, account, account, (one, other, third) => {
        fc.pre(new Set([one, other, third]).size === 3);
        const codes = [
          safetyCodeOf(one, other),
          safetyCodeOf(other, one),
          safetyCodeOf(third, one),
          safetyCodeOf(one, third),
        ];
        expect(new Set(codes).size).toBe(4);
      }),
    );
  });
});
