/** What `vectors/sealing.json` is made of: everything that is sealed, from fixed keys, with random bytes that are a count. */
import { x25519 } from '@noble/curves/ed25519.js';
import {
  type ChannelId,
  type DeviceId,
  type EntryId,
  type EpochId,
  encodeEvent,
  type Hlc,
  logIdOf,
  type Primitives,
  type SpaceId,
  toHex,
  utf8,
  writeEntry,
  ZERO_ID,
} from '@plexi/protocol';
import { createVault } from '../src/index.ts';
import { historyHashOf, wrapSecret } from '../src/key-group/history.ts';
import type { Stretch } from '../src/primitives/stretch.ts';
import {
  channelSecret,
  entryKey,
  sealChunk,
  sealEntry,
  sealMail,
  sealToDevices,
} from '../src/sealing/index.ts';

const filled = (byte: number): Uint8Array => new Uint8Array(32).fill(byte);
const id = <Id extends string>(byte: number): Id => toHex(filled(byte)) as Id;

/** The same primitives, whose random bytes are 0, 1, 2, … over and over. */
const counting = (primitives: Primitives): Primitives => {
  let count = 0;
  return {
    ...primitives,
    randomBytes: (length) => Uint8Array.from({ length }, () => count++ % 256),
  };
};

/** Hexadecimal, by name, of all that is sealed, and of what derives on the way there. */
export const sealEverything = (real: Primitives, stretch: Stretch): Record<string, string> => {
  const primitives = counting(real);
  const deviceSeed = filled(0x11);
  const device = toHex(primitives.publicKeyOf(deviceSeed)) as DeviceId;
  const log = { channel: id<ChannelId>(0x22), device, generation: 1025 };
  const logId = logIdOf(primitives, id<SpaceId>(0x33), log);
  const historySecret = filled(0x44);
  const secret = channelSecret(primitives, historySecret, log.channel);
  const sequence = 2 ** 33 + 5;
  const event = encodeEvent({ kind: 'post', text: 'Guten Morgen, وقت القهوة ☕' });
  const sealed = sealEntry(primitives, secret, { logId, sequence }, event);
  const entry = writeEntry(
    primitives,
    {
      logId,
      sequence,
      previous: ZERO_ID as EntryId,
      clock: 1_790_000_000_000_007 as Hlc,
      epoch: id<EpochId>(0x55),
      keyCommitment: sealed.keyCommitment,
      governanceHeads: [id<EntryId>(0x66), id<EntryId>(0x77)],
    },
    sealed.body,
    deviceSeed,
  );
  const wrapped = { epoch: id<EpochId>(0x88), entry: id<EntryId>(0x99), secret: filled(0xaa) };
  const boxKeys = [0xb1, 0xb2].map((byte) => x25519.getPublicKey(filled(byte)));
  const file = { key: filled(0xcc), size: 300 };
  const { file: vault } = createVault(primitives, stretch, {
    passphrase: 'correct horse',
    cost: { memoryKib: 64, passes: 2 },
  });
  return {
    logId,
    channelSecret: toHex(secret),
    entryKey: toHex(entryKey(primitives, secret, logId, sequence)),
    keyCommitment: sealed.keyCommitment,
    event: toHex(event),
    body: toHex(sealed.body),
    header: toHex(entry.header),
    signature: toHex(entry.signature),
    entryId: entry.id,
    historyHash: toHex(historyHashOf(primitives, historySecret)),
    historyWrap: toHex(wrapSecret(primitives, historySecret, wrapped).box),
    chunk: toHex(sealChunk(primitives, file, 0, new Uint8Array(300).fill(7))),
    toDevices: toHex(sealToDevices(primitives, 'plexi/test/1\0', boxKeys, utf8('for two'))),
    mail: toHex(sealMail(primitives, boxKeys, utf8('for two'))),
    vault: toHex(vault),
  };
};
