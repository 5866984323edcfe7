import { createHash, createHmac, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import {
  type ChannelId,
  decodeEvent,
  type Entry,
  type EntryId,
  type EpochId,
  type Hlc,
  type LogId,
  readEntry,
  toHex,
  utf8,
  writeEntry,
  ZERO_ID,
} from '@plexi/protocol';
import nacl from 'tweetnacl';
import { describe, expect, it } from 'vitest';
import { nativePrimitives as native, nativeStretch } from '../src/native/native.ts';
import { portablePrimitives as portable, portableStretch } from '../src/primitives/portable.ts';
import { channelSecret, openEntry, sealEntry } from '../src/sealing/index.ts';
import { sealEverything } from './format.ts';
import { hex } from './vectors.ts';

const VECTORS = JSON.parse(
  readFileSync(new URL('./vectors/sealing.json', import.meta.url), 'utf8'),
) as Record<string, string>;
const vector = (name: string): Uint8Array => hex(VECTORS[name] ?? '');

describe('[K1] the format of what is sealed', () => {
  it('these bytes are fixed for good, in Node and in a browser', () => {
    expect(sealEverything(native, nativeStretch)).toEqual(VECTORS);
    expect(sealEverything(portable, portableStretch)).toEqual(VECTORS);
  });

  it('an entry opens by what docs/protocol.md says, with none of our code', () => {
    const mac = (key: Uint8Array, ...parts: Uint8Array[]) =>
      createHmac('sha256', key).update(Buffer.concat(parts)).digest();
    const header = vector('header');
    const body = vector('body');
    const [logId, sequence] = [header.subarray(1, 33), header.subarray(33, 39)];
    const secret = mac(
      new Uint8Array(32).fill(0x44),
      utf8('plexi/channel-secret/1\0'),
      new Uint8Array(32).fill(0x22),
    );
    const key = mac(secret, utf8('plexi/key/1\0'), logId, sequence);
    const commitment = createHash('sha256').update('plexi/commit/1\0').update(key).digest();
    expect(Buffer.from(header.subarray(111, 143))).toEqual(commitment);
    expect(Buffer.from(header.subarray(143, 175))).toEqual(createHash('sha256').update(body).digest());
    const padded = nacl.secretbox.open(body.slice(24), body.slice(0, 24), Uint8Array.from(key));
    const end = padded?.lastIndexOf(0x80) ?? -1;
    expect(decodeEvent(padded?.slice(0, end) ?? new Uint8Array())).toEqual({
      kind: 'post',
      text: 'Guten Morgen, وقت القهوة ☕',
    });
    const publicKey = native.publicKeyOf(new Uint8Array(32).fill(0x11));
    const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), publicKey]);
    const signed = Buffer.concat([utf8('plexi/entry/1\0'), header]);
    expect(verify(null, signed, { key: spki, format: 'der', type: 'spki' }, vector('signature'))).toBe(true);
  });
});

const SEED = new Uint8Array(32).fill(3);
const epochSecrets = [1, 2, 3].map((byte) =>
  channelSecret(native, new Uint8Array(32).fill(byte), 'ab'.repeat(32) as ChannelId),
);
const logs = [0xa1, 0xa2].map((byte) => toHex(new Uint8Array(32).fill(byte)) as LogId);

/** An entry in a place of a log, under one of three epochs. */
const entryAt = (logId: LogId, sequence: number, epoch: number): Entry => {
  const secret = epochSecrets[epoch] ?? new Uint8Array();
  const { body, keyCommitment } = sealEntry(
    native,
    secret,
    { logId, sequence },
    utf8(`${logId[1]} ${sequence}`),
  );
  const fields = {
    logId,
    sequence,
    previous: ZERO_ID as EntryId,
    clock: sequence as Hlc,
    epoch: String(epoch).repeat(64) as EpochId,
    keyCommitment,
    governanceHeads: [],
  };
  return writeEntry(native, fields, body, SEED);
};

describe('[K1] entries of many places', () => {
  const all = logs.flatMap((logId) =>
    Array.from({ length: 1000 }, (_, i) => entryAt(logId, i + 1, Math.floor(i / 400))),
  );
  const openUnder = (entry: Entry, secret: Uint8Array) => {
    const opened = openEntry(native, secret, entry);
    return opened === undefined ? undefined : new TextDecoder().decode(opened);
  };

  it('2,000 of two devices and three epochs open in any order and with any gaps: no state is kept for those that did not come', () => {
    // Backwards by sevens, which comes to every place once, and again with every third left out.
    for (const [i] of all.entries()) {
      const entry = all[(all.length - 1 - i * 7 + all.length * 7) % all.length] as Entry;
      if (i % 3 === 0) continue;
      const { logId, sequence, epoch } = entry.parsed;
      expect(openUnder(entry, epochSecrets[Number(epoch[0])] ?? SEED)).toBe(`${logId[1]} ${sequence}`);
    }
  });

  it('no two places share a key, and none opens under another epoch, in another place or in another log', () => {
    expect(new Set(all.map(({ parsed }) => parsed.keyCommitment)).size).toBe(all.length);
    const [first, second] = [all[0], all[1000]] as [Entry, Entry];
    const mismatch = expect.objectContaining({ code: 'KEY_MISMATCH' }) as Error;
    for (const epoch of [1, 2]) expect(() => openUnder(first, epochSecrets[epoch] ?? SEED)).toThrow(mismatch);
    for (const moved of [{ sequence: 2 }, { logId: second.parsed.logId }, { sequence: 1 + 2 ** 32 }])
      expect(() =>
        openUnder({ ...first, parsed: { ...first.parsed, ...moved } }, epochSecrets[0] ?? SEED),
      ).toThrow(mismatch);
  });

  it('a header goes with its own body only', () => {
    const [first, second] = [all[0], all[1]] as [Entry, Entry];
    const mismatch = expect.objectContaining({ code: 'ENTRY_BODY_MISMATCH' }) as Error;
    const { header, signature } = first;
    expect(() => readEntry(native, { header, signature, body: second.body })).toThrow(mismatch);
    expect(() => readEntry(native, { header, signature, body: first.body?.slice(0, -1) })).toThrow(mismatch);
    expect(readEntry(native, { header, signature, body: first.body }).id).toBe(first.id);
  });
});
