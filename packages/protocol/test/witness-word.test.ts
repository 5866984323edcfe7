import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type ChannelId,
  type DeviceId,
  decodeCbor,
  encodeCbor,
  LIMITS,
  type LogId,
  RECEIPT_BYTES,
  readWitnessWord,
  type WitnessWord,
  writeWitnessWord,
} from '../src/index.ts';
import { codeOf } from './logs.ts';

const hex = (bytes: number) =>
  fc.uint8Array({ minLength: bytes, maxLength: bytes }).map((it) => Buffer.from(it).toString('hex'));
const id = <Id extends string>() => hex(32).map((it) => it as Id);
const claims = (maxLength: number = LIMITS.witnessClaims) =>
  fc.array(fc.record({ logId: id<LogId>(), sequence: fc.integer({ min: 1, max: 2 ** 48 - 1 }) }), {
    minLength: 1,
    maxLength,
  });
const receipt = fc.record({
  bytes: fc.uint8Array({ minLength: RECEIPT_BYTES, maxLength: RECEIPT_BYTES }),
  log: fc.record({ channel: id<ChannelId>(), device: id<DeviceId>(), generation: fc.nat(0xffff) }),
});
const view = fc.record({ device: hex(8), mark: hex(8) });
const word: fc.Arbitrary<WitnessWord> = fc.oneof(
  fc.record({ kind: fc.constant('signed'), relay: id<DeviceId>(), claims: claims() }),
  fc.record({ kind: fc.constant('ask'), of: id<DeviceId>(), relay: id<DeviceId>(), claims: claims() }),
  fc.record({
    kind: fc.constant('receipts'),
    receipts: fc.array(receipt, { minLength: 1, maxLength: LIMITS.witnessReceipts }),
  }),
  fc.record({
    kind: fc.constant('view'),
    views: fc.array(view, { minLength: 1, maxLength: LIMITS.witnessViews }),
  }),
) as fc.Arbitrary<WitnessWord>;

describe('[N4] words of members about what relays signed', () => {
  test('say what was said, and fit into a passing word with what it takes to seal them', () => {
    fc.assert(
      fc.property(word, (said) => {
        const bytes = writeWitnessWord(said);
        expect(readWitnessWord(bytes)).toEqual(said);
        expect(bytes.length * 1.13 + 160).toBeLessThan(LIMITS.ephemeralBytes);
      }),
      { numRuns: 100 },
    );
  });

  test('[L6] hold LIMITS.witnessClaims, witnessReceipts and witnessViews, and no fewer than one', () => {
    const relay = 'a'.repeat(64) as DeviceId;
    const claim = { logId: 'b'.repeat(64) as LogId, sequence: 2 ** 40 };
    const passed = {
      bytes: new Uint8Array(RECEIPT_BYTES),
      log: { channel: 'c'.repeat(64) as ChannelId, device: relay, generation: 1 },
    };
    const one = { device: '1'.repeat(16), mark: '2'.repeat(16) };
    const many = <Value>(value: Value, count: number): Value[] => Array.from({ length: count }, () => value);
    const words: [number, (count: number) => WitnessWord][] = [
      [LIMITS.witnessClaims, (count) => ({ kind: 'signed', relay, claims: many(claim, count) })],
      [LIMITS.witnessClaims, (count) => ({ kind: 'ask', of: relay, relay, claims: many(claim, count) })],
      [LIMITS.witnessReceipts, (count) => ({ kind: 'receipts', receipts: many(passed, count) })],
      [LIMITS.witnessViews, (count) => ({ kind: 'view', views: many(one, count) })],
    ];
    for (const [limit, of] of words) {
      expect(readWitnessWord(writeWitnessWord(of(limit)))).toEqual(of(limit));
      for (const count of [0, limit + 1]) {
        const shape = decodeCbor(writeWitnessWord(of(1)), LIMITS.ephemeralBytes) as unknown[];
        const [element] = shape.at(-1) as unknown[];
        const bytes = encodeCbor([...shape.slice(0, -1), many(element, count)]);
        expect(codeOf(() => readWitnessWord(bytes))).toBe('FRAME_INVALID');
        expect(() => writeWitnessWord(of(count))).toThrow('too_');
      }
    }
  });
});
