import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type DropOrder,
  decodeAct,
  decodeDropOrder,
  type EntryId,
  encodeCbor,
  encodeDropOrder,
  LIMITS,
  type LogId,
} from '../src/index.ts';
import { anyId, codeOf } from './logs.ts';

const order: fc.Arbitrary<DropOrder> = fc.record({
  targets: fc.array(
    fc.record({
      logId: anyId<LogId>(),
      sequence: fc.integer({ min: 1, max: 2 ** 48 - 1 }),
      entry: anyId<EntryId>(),
    }),
    { minLength: 1, maxLength: 5 },
  ),
  blobs: fc.array(anyId<string>(), { maxLength: 5 }),
});
const target = { logId: '1'.repeat(64) as LogId, sequence: 1, entry: '2'.repeat(64) as EntryId };
const repeat = <Item>(count: number, item: Item): Item[] => Array.from({ length: count }, () => item);
const refusal = (it: DropOrder): string => codeOf(() => decodeDropOrder(encodeDropOrder(it)));

describe('[L4] a drop order', () => {
  test('reads back as what was ordered', () => {
    fc.assert(
      fc.property(order, (it) => {
        expect(decodeDropOrder(encodeDropOrder(it))).toEqual(it);
      }),
    );
  });

  test('of garbage, of another kind or without a target is malformed, and nothing else is thrown', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(codeOf(() => decodeDropOrder(bytes))).toBe('ENTRY_MALFORMED');
      }),
    );
    const id = new Uint8Array(32);
    for (const value of [
      [1, 64, [], []],
      [1, 64, [[id, 0, id]], []],
      [1, 64, [[id, 1, id.subarray(1)]], []],
      [1, 64, [[id, 1, id]]],
      [1, 65, [[id, 1, id]], []],
      [2, 64, [[id, 1, id]], []],
      [1, 0, 'words'],
    ])
      expect([value, codeOf(() => decodeDropOrder(encodeCbor(value)))]).toEqual([value, 'ENTRY_MALFORMED']);
  });

  test('[L6] names at most LIMITS.dropTargets bodies and LIMITS.dropBlobs chunks', () => {
    const blob = 'b'.repeat(64);
    const full = { targets: repeat(LIMITS.dropTargets, target), blobs: repeat(LIMITS.dropBlobs, blob) };
    expect(refusal(full)).toBe('nothing was thrown');
    expect(refusal({ targets: repeat(LIMITS.dropTargets + 1, target), blobs: [] })).toBe('ENTRY_MALFORMED');
    expect(refusal({ targets: [target], blobs: repeat(LIMITS.dropBlobs + 1, blob) })).toBe('ENTRY_MALFORMED');
  });
});

test("[L6] LIMITS.retentionMs: a channel's time has an end", () => {
  const retain = (ms: number): string =>
    codeOf(() => decodeAct(encodeCbor([1, { type: 'channel.retain', channel: new Uint8Array(32), ms }])));
  expect(retain(LIMITS.retentionMs)).toBe('nothing was thrown');
  expect(retain(LIMITS.retentionMs + 1)).toBe('ACT_INVALID');
  expect(retain(-1)).toBe('ACT_INVALID');
});
