import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type ChannelId,
  type EntryId,
  HOLDING_BYTES,
  type Holding,
  judgeHolding,
  LIMITS,
  type LogRef,
  logIdOf,
  type Receipt,
  readBrokenReceipt,
  readHolding,
  receiptHash,
  type SpaceId,
  signHolding,
  signReceipt,
  writeBrokenReceipt,
} from '../src/index.ts';
import { primitives } from './founding.ts';
import { ada, anyId, codeOf, eve } from './logs.ts';

const SPACE = '1'.repeat(64) as SpaceId;
const LOG: LogRef = { channel: '5'.repeat(64) as ChannelId, device: eve.device, generation: 3 };
const PROMISED: Receipt = {
  space: SPACE,
  logId: logIdOf(primitives, SPACE, LOG),
  holder: ada.device,
  sequence: 7,
  id: '3'.repeat(64) as EntryId,
};
const OTHER = '4'.repeat(64) as EntryId;
const receipt = signReceipt(primitives, PROMISED, ada.deviceSeed);
const SAID: Holding = {
  space: SPACE,
  logId: PROMISED.logId,
  holder: ada.device,
  receipt: receiptHash(primitives, receipt),
  sequence: 5,
  id: OTHER,
  excuse: 'none',
  at: 1_764_000_000_000,
};
const say = (change: Partial<Holding> = {}, by = ada) =>
  signHolding(primitives, { ...SAID, holder: by.device, ...change }, by.deviceSeed);
const proof = (holding = say(), log: LogRef | undefined = LOG, of = receipt) =>
  writeBrokenReceipt(of, holding, log);
const check = (text: string) => readBrokenReceipt(primitives, text);
const refusal = (text: string) => {
  expect(codeOf(() => check(text))).toBe('PROOF_INVALID');
  try {
    check(text);
  } catch (error) {
    return (error as { detail?: string }).detail;
  }
  return undefined;
};

describe('[N4] a holding', () => {
  test('reads back as what its holder signed', () => {
    const any: fc.Arbitrary<Holding> = fc.record({
      space: anyId<SpaceId>(),
      logId: anyId<Receipt['logId']>(),
      holder: fc.constant(ada.device),
      receipt: anyId<EntryId>(),
      sequence: fc.integer({ min: 0, max: 2 ** 48 - 1 }),
      id: anyId<EntryId>(),
      excuse: fc.constantFrom('none' as const, 'forked' as const, 'relisted' as const),
      at: fc.integer({ min: 0, max: 2 ** 48 - 1 }),
    });
    fc.assert(
      fc.property(any, (holding) => {
        const bytes = signHolding(primitives, holding, ada.deviceSeed);
        expect(bytes).toHaveLength(HOLDING_BYTES);
        expect(readHolding(primitives, bytes)).toEqual(holding);
      }),
    );
  });

  test('with any byte changed is refused', () => {
    const bytes = say();
    for (let at = 0; at < bytes.length; at++) {
      const forged = bytes.slice();
      forged[at] = (forged[at] ?? 0) ^ 1;
      expect(codeOf(() => readHolding(primitives, forged))).toBe('FRAME_INVALID');
    }
  });

  test('that says as much as the receipt, or more, keeps it; a reason is not a contradiction', () => {
    expect(judgeHolding(PROMISED, { ...SAID, sequence: 7, id: PROMISED.id })).toBe('kept');
    expect(judgeHolding(PROMISED, { ...SAID, sequence: 9, id: PROMISED.id })).toBe('kept');
    expect(judgeHolding(PROMISED, SAID)).toBe('lost');
    expect(judgeHolding(PROMISED, { ...SAID, sequence: 7 })).toBe('other');
    for (const excuse of ['forked', 'relisted'] as const) {
      expect(judgeHolding(PROMISED, { ...SAID, excuse })).toBe('excused');
      expect(judgeHolding(PROMISED, { ...SAID, sequence: 9, excuse })).toBe('excused');
    }
  });
});

describe('[N4] a proof that a holder broke its word', () => {
  test('says who, of which log, what was signed and what was said later', () => {
    expect(check(proof())).toEqual({ receipt: PROMISED, holding: SAID, kind: 'lost', log: LOG });
    expect(check(proof(say({ sequence: 7 })))).toMatchObject({ kind: 'other' });
    expect(check(writeBrokenReceipt(receipt, say(), undefined)).log).toBeUndefined();
  });

  test('is none where the two agree, or a reason is given', () => {
    expect(refusal(proof(say({ sequence: 7, id: PROMISED.id })))).toBe('the two agree');
    expect(refusal(proof(say({ excuse: 'forked' })))).toMatch(/^the answer gives a reason/u);
    expect(refusal(proof(say({ excuse: 'relisted' })))).toMatch(/^the answer gives a reason/u);
    // Whoever can look into the reason reads it all the same.
    const excused = readBrokenReceipt(primitives, proof(say({ excuse: 'relisted' })), 'reasons');
    expect(excused).toMatchObject({ kind: 'lost', holding: { excuse: 'relisted' } });
  });

  test('is none of two statements that are not about each other: an older word contradicts nothing', () => {
    const earlier = signReceipt(primitives, { ...PROMISED, sequence: 5, id: OTHER }, ada.deviceSeed);
    const answer = say({ receipt: receiptHash(primitives, earlier) });
    expect(refusal(proof(answer))).toBe('the answer is about another receipt');
    expect(refusal(proof(say({}, eve)))).toBe('the answer is about another receipt');
    expect(refusal(proof(say({ space: '9'.repeat(64) as SpaceId })))).toBe(
      'the answer is about another receipt',
    );
    expect(refusal(proof(say({ logId: OTHER as never })))).toBe('the answer is about another receipt');
  });

  test('is none with anything in it changed, made up, or added', () => {
    const text = proof();
    const parsed = JSON.parse(text);
    expect(refusal(proof(say(), { ...LOG, generation: 4 }))).toBe('the log is another one');
    for (const part of ['receipt', 'holding'] as const) {
      const digits: string = parsed[part];
      for (const at of [0, 70, 200, 300, digits.length - 1]) {
        const turned = `${digits.slice(0, at)}${digits[at] === '0' ? '1' : '0'}${digits.slice(at + 1)}`;
        refusal(JSON.stringify({ ...parsed, [part]: turned }));
      }
    }
    for (const wrong of [{ ...parsed, more: 1 }, { ...parsed, format: 'other' }, [], 'proof', null])
      expect(refusal(JSON.stringify(wrong))).toBe('not a proof');
    expect(refusal('')).toBe('not a proof');
  });

  test('is at most LIMITS.proofBytes large', () => {
    const text = proof();
    expect(text.length).toBeLessThan(LIMITS.proofBytes);
    expect(check(text.padEnd(LIMITS.proofBytes)).kind).toBe('lost');
    expect(refusal(text.padEnd(LIMITS.proofBytes + 1))).toBe('too large');
  });
});
