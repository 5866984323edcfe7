import { encode } from 'cborg';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeCbor, encodeCbor, fromHex, isPlexiError } from '../src/index.ts';

const LIMIT = 4096;
const bytes = (hex: string): Uint8Array => fromHex(hex) as Uint8Array;
const value = fc.letrec((tie) => ({
  item: fc.oneof(
    { maxDepth: 4 },
    fc.maxSafeInteger(),
    fc.string({ unit: 'grapheme' }),
    fc.uint8Array({ maxLength: 40 }),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('item'), { maxLength: 5 }),
    fc.dictionary(fc.string(), tie('item'), { maxKeys: 5, noNullPrototype: true }),
  ),
})).item;

const refusal = (input: Uint8Array): string => {
  try {
    decodeCbor(input, LIMIT, 'ACT_INVALID');
    return 'read';
  } catch (error) {
    return isPlexiError(error) ? error.code : 'not a PlexiError';
  }
};

describe('deterministic CBOR', () => {
  test('what is written is read back', () => {
    fc.assert(
      fc.property(value, (item) => {
        expect(decodeCbor(encodeCbor(item), 1 << 20)).toEqual(item);
      }),
    );
  });

  test('whatever is read is the one encoding of its value', () => {
    let read = 0;
    fc.assert(
      fc.property(value, fc.nat(), fc.integer({ min: 1, max: 255 }), (item, place, flip) => {
        const input = encodeCbor(item);
        input[place % input.length] = (input[place % input.length] as number) ^ flip;
        if (refusal(input) !== 'read') return;
        read++;
        expect(encodeCbor(decodeCbor(input, LIMIT))).toEqual(input);
      }),
      { numRuns: 2000 },
    );
    expect(read).toBeGreaterThan(100);
  });

  test.each([
    ['an integer in a longer form', '1817'],
    ['a length in a longer form', '590001ff'],
    ['a float', 'f93c00'],
    ['undefined', 'f7'],
    ['an indefinite array', '9f01ff'],
    ['an indefinite string', '7f6161ff'],
    ['a tag', 'c100'],
    ['a repeated key', 'a2616101616102'],
    ['keys out of order', 'a2616201616102'],
    ['a key that is no text', 'a10101'],
    ['an integer beyond the safe ones', '1bffffffffffffffff'],
    ['invalid UTF-8', '61ff'],
    ['a cut-off string', '6261'],
    ['a length beyond the input', '9affffffff'],
    ['something behind', '0000'],
    ['nothing', ''],
    ['deep nesting', '81'.repeat(200) + '01'],
  ])('%s is refused', (_, hex) => {
    expect(refusal(bytes(hex))).toBe('ACT_INVALID');
  });

  test('[L6] more bytes than the limit are refused', () => {
    expect(refusal(encodeCbor(new Uint8Array(LIMIT - 3)))).toBe('read');
    expect(refusal(encodeCbor(new Uint8Array(LIMIT - 2)))).toBe('ACT_INVALID');
  });

  test('garbage gives nothing but a PlexiError', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (input) => {
        expect(['read', 'ACT_INVALID']).toContain(refusal(input));
      }),
      { numRuns: 1000 },
    );
  });

  test('neither floats nor undefined are written', () => {
    expect(() => encodeCbor([0.5])).toThrow(TypeError);
    expect(() => encodeCbor({ a: undefined })).toThrow(TypeError);
    expect(() => encodeCbor([1n << 60n])).toThrow(TypeError);
    expect(encode(0.5)[0]).toBe(0xf9);
  });
});
