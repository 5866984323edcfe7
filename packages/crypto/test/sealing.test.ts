import {
  type ChannelId,
  type EntryId,
  type EpochId,
  type Hlc,
  type LogId,
  type Primitives,
  readEntry,
  writeEntry,
  ZERO_ID,
} from '@plexi/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nativePrimitives as native } from '../src/native/native.ts';
import { portablePrimitives as portable } from '../src/primitives/portable.ts';
import {
  channelSecret,
  entryKey,
  keyCommitment,
  openEntry,
  openWith,
  sealEntry,
  sealWith,
} from '../src/sealing/index.ts';
import { pad, paddedLength, unpad } from '../src/sealing/padding.ts';

const LOG = 'ab'.repeat(32) as LogId;
const SECRET = new Uint8Array(32).fill(5);
const withCode = (code: string) => expect.objectContaining({ code }) as Error;
const text = (value: string): Uint8Array => new TextEncoder().encode(value);

const write = (primitives: Primitives, plain: Uint8Array, sequence = 1, commitment?: string) => {
  const sealed = sealEntry(primitives, SECRET, { logId: LOG, sequence }, plain);
  const header = {
    logId: LOG,
    sequence,
    previous: ZERO_ID as EntryId,
    clock: 1 as Hlc,
    epoch: 'cd'.repeat(32) as EpochId,
    keyCommitment: commitment ?? sealed.keyCommitment,
    governanceHeads: [],
  };
  return writeEntry(primitives, header, sealed.body, new Uint8Array(32).fill(1));
};

describe('[K1] sealed entries', () => {
  it('open on the other side, Node or browser', () => {
    for (const [writer, reader] of [
      [native, portable],
      [portable, native],
    ] as const) {
      const entry = readEntry(reader, write(writer, text('good morning')));
      expect(openEntry(reader, SECRET, entry)).toEqual(text('good morning'));
    }
  });

  it('the derivation is fixed: secret, key and commitment of this place are these for good', () => {
    const secret = channelSecret(native, SECRET, 'ee'.repeat(32) as ChannelId);
    expect(Buffer.from(secret).toString('hex')).toBe(
      '8976b8d0b6bbf45b270d5cc2d7fbb3069a0b9c2b64a056c084edb0078e2cdaf2',
    );
    expect(channelSecret(portable, SECRET, 'ee'.repeat(32) as ChannelId)).toEqual(secret);
    expect(channelSecret(native, SECRET, 'ef'.repeat(32) as ChannelId)).not.toEqual(secret);
    const key = entryKey(native, SECRET, LOG, 2 ** 40 + 3);
    expect(Buffer.from(key).toString('hex')).toBe(
      '8f585c89f0afaa423769d9518b2a29e37ae96b548eae9c48e7182a45bd4ad0a2',
    );
    expect(keyCommitment(portable, key)).toBe(
      '4170531412c004eb8871e7ee3199d6f4dd1f5c17ded297930f83509c0139a89f',
    );
  });

  it('have a key for each epoch, log and place', () => {
    const keys = [
      entryKey(native, SECRET, LOG, 1),
      entryKey(native, SECRET, LOG, 2),
      entryKey(native, SECRET, LOG, 1 + 2 ** 32),
      entryKey(native, SECRET, LOG, 1 + 2 ** 40),
      entryKey(native, SECRET, 'ac'.repeat(32) as LogId, 1),
      entryKey(native, new Uint8Array(32).fill(6), LOG, 1),
    ];
    expect(new Set(keys.map((key) => Buffer.from(key).toString('hex'))).size).toBe(keys.length);
  });

  it('do not open under another secret, from another place, or with a commitment to another key', () => {
    const entry = write(native, text('for us'));
    expect(() => openEntry(native, new Uint8Array(32).fill(6), entry)).toThrow(withCode('KEY_MISMATCH'));
    const moved = { ...entry, parsed: { ...entry.parsed, sequence: 2 } };
    expect(() => openEntry(native, SECRET, moved)).toThrow(withCode('KEY_MISMATCH'));
    const other = keyCommitment(native, entryKey(native, SECRET, LOG, 9));
    // The body would open: only the commitment is wrong.
    expect(() => openEntry(native, SECRET, write(native, text('for us'), 1, other))).toThrow(
      withCode('KEY_MISMATCH'),
    );
    const damaged = { ...entry, body: entry.body?.map((byte, i) => (i === 60 ? byte ^ 1 : byte)) };
    expect(() => openEntry(native, SECRET, damaged)).toThrow(withCode('KEY_MISMATCH'));
    for (const length of [0, 24, 39, 40]) {
      expect(() => openEntry(native, SECRET, { ...entry, body: new Uint8Array(length) })).toThrow(
        withCode('KEY_MISMATCH'),
      );
    }
  });

  it('[L4] a dropped body opens to nothing', () => {
    expect(openEntry(native, SECRET, { ...write(native, text('gone')), body: undefined })).toBeUndefined();
  });

  it('the same text twice gives different bodies of the same length', () => {
    const [first, second] = [write(native, text('ok')), write(native, text('no'))];
    expect(first.body).not.toEqual(second.body);
    expect(first.body?.length).toBe(second.body?.length);
    expect(Buffer.from(first.body ?? []).includes(Buffer.from('ok'.repeat(1)))).toBe(false);
  });
});

describe('padding', () => {
  it('property: every length comes back, at a cost of at most 32 bytes or 12 %', () => {
    fc.assert(
      fc.property(fc.oneof(fc.nat(600), fc.nat(70_000)), fc.nat(255), (length, byte) => {
        const plain = new Uint8Array(length).fill(byte);
        const padded = pad(plain);
        expect(padded.length).toBe(paddedLength(length));
        expect(padded.length - length).toBeLessThanOrEqual(Math.max(32, length * 0.12));
        expect(unpad(padded)).toEqual(plain);
      }),
    );
  });

  it('has few sizes', () => {
    const sizes = new Set(Array.from({ length: 65_536 }, (_, length) => paddedLength(length)));
    expect(sizes.size).toBeLessThan(140);
  });

  it('reads its one form only', () => {
    const padded = pad(text('hello'));
    const longer = new Uint8Array(padded.length + 32);
    longer.set(padded);
    for (const wrong of [new Uint8Array(0), new Uint8Array(32), padded.slice(0, 31), longer, text('hello')]) {
      expect(unpad(wrong)).toBeUndefined();
    }
  });

  it('property: sealing opens with its own key only', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 32, maxLength: 32 }),
        fc.uint8Array({ maxLength: 200 }),
        (key, plain) => {
          const sealed = sealWith(portable, key, plain);
          expect(openWith(native, key, sealed)).toEqual(plain);
          const wrong = key.map((byte, i) => (i === 31 ? byte ^ 1 : byte));
          expect(openWith(native, wrong, sealed)).toBeUndefined();
        },
      ),
    );
  });
});
