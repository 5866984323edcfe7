import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type EntryId,
  emptyDigest,
  equalBytes,
  type LogId,
  RECEIPT_BYTES,
  type Receipt,
  readReceipt,
  type SpaceId,
  signedDigestBytes,
  signReceipt,
  toggleHead,
} from '../src/index.ts';
import { primitives } from './founding.ts';
import { ada, anyId, codeOf, eve } from './logs.ts';

const anyReceipt: fc.Arbitrary<Receipt> = fc.record({
  space: anyId<SpaceId>(),
  logId: anyId<LogId>(),
  holder: fc.constant(ada.device),
  sequence: fc.integer({ min: 0, max: 2 ** 48 - 1 }),
  id: anyId<EntryId>(),
});

const aReceipt: Receipt = {
  space: '1'.repeat(64) as SpaceId,
  logId: '2'.repeat(64) as LogId,
  holder: ada.device,
  sequence: 7,
  id: '3'.repeat(64) as EntryId,
};

describe('[N4] a receipt', () => {
  const signed = signReceipt(primitives, aReceipt, ada.deviceSeed);

  test('reads back as what its holder signed', () => {
    fc.assert(
      fc.property(anyReceipt, (receipt) => {
        const bytes = signReceipt(primitives, receipt, ada.deviceSeed);
        expect(bytes).toHaveLength(RECEIPT_BYTES);
        expect(readReceipt(primitives, bytes)).toEqual(receipt);
      }),
    );
  });

  test('with any byte changed is refused', () => {
    for (let at = 0; at < RECEIPT_BYTES; at++) {
      const forged = signed.slice();
      forged[at] = (forged[at] as number) ^ 1;
      expect([at, codeOf(() => readReceipt(primitives, forged))]).toEqual([at, 'FRAME_INVALID']);
    }
  });

  test('signed by another than its holder is refused', () => {
    expect(codeOf(() => readReceipt(primitives, signReceipt(primitives, aReceipt, eve.deviceSeed)))).toBe(
      'FRAME_INVALID',
    );
  });

  test('of another length is refused', () => {
    for (let length = 0; length < RECEIPT_BYTES; length++)
      expect(codeOf(() => readReceipt(primitives, signed.subarray(0, length)))).toBe('FRAME_INVALID');
    const longer = new Uint8Array(RECEIPT_BYTES + 1);
    longer.set(signed);
    expect(codeOf(() => readReceipt(primitives, longer))).toBe('FRAME_INVALID');
  });

  test('holds what no entry signature or signed digest could be taken for', () => {
    const bare = signed.slice();
    bare.set(primitives.sign(signed.subarray(0, RECEIPT_BYTES - 64), ada.deviceSeed), RECEIPT_BYTES - 64);
    expect(codeOf(() => readReceipt(primitives, bare))).toBe('FRAME_INVALID');
    const { space, holder } = aReceipt;
    expect(signedDigestBytes(space, holder, emptyDigest())).not.toEqual(
      signed.subarray(0, RECEIPT_BYTES - 64),
    );
  });
});

interface Head {
  logId: LogId;
  sequence: number;
  id: EntryId;
}

const anyHead: fc.Arbitrary<Head> = fc.record({
  logId: anyId<LogId>(),
  sequence: fc.integer({ min: 1, max: 2 ** 48 - 1 }),
  id: anyId<EntryId>(),
});

const digestOf = (heads: readonly Head[]): Uint8Array => {
  const digest = emptyDigest();
  for (const head of heads) toggleHead(primitives, digest, head);
  return digest;
};

describe('[N2] a digest', () => {
  test('is the same in whatever order the logs come', () => {
    fc.assert(
      fc.property(fc.array(anyHead, { maxLength: 8 }), fc.nat(), (heads, turn) => {
        const at = heads.length === 0 ? 0 : turn % heads.length;
        const turned = [...heads.slice(at), ...heads.slice(0, at)].reverse();
        expect(digestOf(turned)).toEqual(digestOf(heads));
      }),
    );
  });

  test('of a log that grew is the one that the grown log has from the start', () => {
    fc.assert(
      fc.property(fc.array(anyHead, { maxLength: 5 }), anyHead, anyHead, (others, before, after) => {
        const digest = digestOf([...others, before]);
        toggleHead(primitives, digest, before);
        toggleHead(primitives, digest, { ...after, logId: before.logId });
        expect(digest).toEqual(digestOf([...others, { ...after, logId: before.logId }]));
      }),
    );
  });

  test('tells frontiers apart by log, place and entry', () => {
    fc.assert(
      fc.property(anyHead, anyHead, (head, other) => {
        for (const changed of [
          { ...head, logId: other.logId },
          { ...head, sequence: head.sequence + 1 },
          { ...head, id: other.id },
        ]) {
          expect(equalBytes(digestOf([head]), digestOf([changed]))).toBe(false);
        }
        expect(digestOf([head])).not.toEqual(emptyDigest());
      }),
    );
  });

  test('is not changed by a log without entries', () => {
    const digest = digestOf([{ logId: aReceipt.logId, sequence: 0, id: aReceipt.id }]);
    expect(digest).toEqual(emptyDigest());
  });

  test('is signed for one space and one holder', () => {
    const digest = digestOf([aReceipt]);
    const signed = signedDigestBytes(aReceipt.space, ada.device, digest);
    const signature = primitives.sign(signed, ada.deviceSeed);
    const key = primitives.publicKeyOf(ada.deviceSeed);
    expect(primitives.verify(signature, signedDigestBytes(aReceipt.space, ada.device, digest), key)).toBe(
      true,
    );
    for (const other of [
      signedDigestBytes('9'.repeat(64), ada.device, digest),
      signedDigestBytes(aReceipt.space, eve.device, digest),
      signedDigestBytes(aReceipt.space, ada.device, emptyDigest()),
    ]) {
      expect(primitives.verify(signature, other, key)).toBe(false);
    }
  });
});
