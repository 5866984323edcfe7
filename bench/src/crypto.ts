/**
 * What keeping messages secret and signed costs on one core, in processor time: messages of 200 bytes, sealed and opened in batches;
 * the same one by one with a signature made and checked for each; a chain of entries verified as in catching up; a vault opened by
 * its passphrase; and bytes on the wire beyond the text. Each beside the bare operations of the library on the same bytes.
 */
import { createVault, openVault } from '@plexi/crypto';
import { nativeStretch, nativePrimitives as primitives } from '@plexi/crypto/native';
import { channelSecret, openEntry, sealEntry } from '@plexi/crypto/sealing';
import {
  type ChannelId,
  type DeviceId,
  decodeEvent,
  EMPTY_TIP,
  type Entry,
  type EntryId,
  type EpochId,
  encodeEvent,
  encodeFrame,
  type Header,
  hlcFromMs,
  isSignedBy,
  judgeRun,
  LIMITS,
  type LogRef,
  logIdOf,
  readEntry,
  SIGNATURE_BYTES,
  type SpaceId,
  toHex,
  writeEntry,
  ZERO_ID,
} from '@plexi/protocol';
import type { Figure } from './figure.ts';
import { processorMs } from './processor.ts';
import { sizedLines } from './texts.ts';

const TEXT_BYTES = 200;
const CHAIN = 100_000;
const START_MS = 1_700_000_000_000;
const NONCE_BYTES = 24;
const MAC_BYTES = 16;
const OPENINGS = 5;
/** Each is measured so often, and the middle one counts. */
const ROUNDS = 5;

const randomId = <Id extends string>(): Id => toHex(primitives.randomBytes(32)) as Id;

interface Writer {
  log: LogRef;
  secretKey: Uint8Array;
  publicKey: Uint8Array;
  secret: Uint8Array;
  write(place: { sequence: number; previous: EntryId }, text: string): Entry;
}

const createWriter = (): Writer => {
  const secretKey = primitives.randomBytes(32);
  const publicKey = primitives.publicKeyOf(secretKey);
  const channel = randomId<ChannelId>();
  const log: LogRef = { channel, device: toHex(publicKey) as DeviceId, generation: 0 };
  const logId = logIdOf(primitives, randomId<SpaceId>(), log);
  const epoch = randomId<EpochId>();
  const secret = channelSecret(primitives, primitives.randomBytes(32), channel);
  return {
    log,
    secretKey,
    publicKey,
    secret,
    write: ({ sequence, previous }, text) => {
      const plain = encodeEvent({ kind: 'post', text });
      const { body, keyCommitment } = sealEntry(primitives, secret, { logId, sequence }, plain);
      const fields: Omit<Header, 'bodyHash' | 'bodyLength'> = {
        logId,
        sequence,
        previous,
        clock: hlcFromMs(START_MS + sequence),
        epoch,
        keyCommitment,
        governanceHeads: [],
      };
      return writeEntry(primitives, fields, body, secretKey);
    },
  };
};

const chainOf = (writer: Writer, texts: readonly string[]): Entry[] => {
  const entries: Entry[] = [];
  for (const text of texts) {
    const last = entries.at(-1);
    entries.push(
      writer.write({ sequence: entries.length + 1, previous: last?.id ?? (ZERO_ID as EntryId) }, text),
    );
  }
  return entries;
};

const median = (measure: () => number): number =>
  Array.from({ length: ROUNDS }, measure).sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] as number;

const perSecond = (count: number, measure: () => number): number => (count * 1000) / median(measure);

const check = (isRight: boolean): void => {
  if (!isRight) throw new Error('what was sealed did not open');
};

/** Batches: entries are sealed and opened, and a later signature vouches for all of them. */
const measureSealing = (count: number): { ours: number; floor: number } => {
  const { secret, log } = createWriter();
  const logId = logIdOf(primitives, randomId<SpaceId>(), log);
  const events = sizedLines(count, TEXT_BYTES).map((text) => encodeEvent({ kind: 'post', text }));
  const ours = perSecond(count, () =>
    processorMs(() => {
      for (const [i, plain] of events.entries()) {
        const place = { logId, sequence: i + 1 };
        const { body, keyCommitment } = sealEntry(primitives, secret, place, plain);
        const opened = openEntry(primitives, secret, { parsed: { ...place, keyCommitment } as Header, body });
        check(opened?.length === plain.length);
      }
    }),
  );
  const [key, nonce] = [primitives.randomBytes(32), primitives.randomBytes(NONCE_BYTES)];
  const floor = perSecond(count, () =>
    processorMs(() => {
      for (const plain of events)
        check(primitives.secretboxOpen(primitives.secretbox(plain, nonce, key), nonce, key) !== undefined);
    }),
  );
  return { ours, floor };
};

/** One by one: written and signed, read, its signature checked, opened and understood. */
const measureLive = (count: number): { ours: number; floor: number } => {
  const writer = createWriter();
  const texts = sizedLines(count, TEXT_BYTES);
  const ours = perSecond(count, () =>
    processorMs(() => {
      let previous = ZERO_ID as EntryId;
      for (const [i, text] of texts.entries()) {
        const { id, header, signature, body } = writer.write({ sequence: i + 1, previous }, text);
        previous = id;
        const read = readEntry(primitives, { header, signature, body });
        check(isSignedBy(primitives, read, writer.publicKey));
        const opened = openEntry(primitives, writer.secret, read);
        check(opened !== undefined && decodeEvent(opened).kind === 'post');
      }
    }),
  );
  const bytes = primitives.randomBytes(200);
  const [key, nonce] = [primitives.randomBytes(32), primitives.randomBytes(NONCE_BYTES)];
  const floor = perSecond(count, () =>
    processorMs(() => {
      for (let i = 0; i < count; i++) {
        const box = primitives.secretbox(bytes, nonce, key);
        check(primitives.verify(primitives.sign(bytes, writer.secretKey), bytes, writer.publicKey));
        primitives.secretboxOpen(box, nonce, key);
      }
    }),
  );
  return { ours, floor };
};

/** As catching up does it: a frame's entries as they came, bodies against headers, the chain, and the signature of the last. */
const measureChain = (): { ours: number; floor: number } => {
  const writer = createWriter();
  const raws = chainOf(writer, sizedLines(CHAIN, TEXT_BYTES)).map(({ header, signature, body }) => ({
    header,
    signature,
    body,
  }));
  const ours = median(() =>
    processorMs(() => {
      let tip = EMPTY_TIP;
      for (let at = 0; at < CHAIN; at += LIMITS.batchEntries) {
        const run = raws.slice(at, at + LIMITS.batchEntries).map((raw) => readEntry(primitives, raw));
        const { accepted } = judgeRun(primitives, tip, run, writer.publicKey, START_MS + CHAIN);
        const last = accepted.at(-1);
        if (last !== undefined)
          tip = { sequence: last.parsed.sequence, id: last.id, clock: last.parsed.clock };
      }
      check(tip.sequence === CHAIN);
    }),
  );
  const floor = median(() =>
    processorMs(() => {
      for (const { header, body } of raws) {
        primitives.sha256(header);
        if (body !== undefined) primitives.sha256(body);
      }
    }),
  );
  return { ours, floor };
};

const measureUnlock = (): { ours: number; floor: number } => {
  const { file } = createVault(primitives, nativeStretch, { passphrase: 'correct horse battery' });
  const content = JSON.parse(Buffer.from(file).toString()) as { slot: { memoryKib: number; passes: number } };
  const { memoryKib, passes } = content.slot;
  const salt = primitives.randomBytes(16);
  const passphrase = new Uint8Array(21);
  return {
    ours:
      processorMs(() => {
        for (let i = 0; i < OPENINGS; i++)
          openVault(primitives, nativeStretch, file, { passphrase: 'correct horse battery' });
      }) / OPENINGS,
    floor:
      processorMs(() => {
        for (let i = 0; i < OPENINGS; i++) nativeStretch(passphrase, salt, { memoryKib, passes });
      }) / OPENINGS,
  };
};

/** Where the bytes of one message go that is sent by itself, as a frame; and of one of many in a frame. */
const overhead = (): [string, number][] => {
  const writer = createWriter();
  const space = randomId<SpaceId>();
  const [text = ''] = sizedLines(1, TEXT_BYTES);
  const [entry] = chainOf(writer, [text]);
  if (entry?.body === undefined) throw new Error('no entry');
  const event = encodeEvent({ kind: 'post', text }).length;
  const frame = encodeFrame(space, { kind: 'entries', log: writer.log, entries: [entry] }).length;
  const many = Array.from({ length: 100 }, () => entry);
  const inMany = encodeFrame(space, { kind: 'entries', log: writer.log, entries: many }).length / many.length;
  const entryBytes = entry.header.length + SIGNATURE_BYTES + entry.body.length;
  return [
    ['overhead_bytes', frame - TEXT_BYTES],
    ['overhead_header', entry.header.length],
    ['overhead_signature', SIGNATURE_BYTES],
    ['overhead_nonce_and_mac', NONCE_BYTES + MAC_BYTES],
    ['overhead_padding', entry.body.length - NONCE_BYTES - MAC_BYTES - event],
    ['overhead_event', event - TEXT_BYTES],
    ['overhead_frame', frame - entryBytes],
    ['overhead_bytes_in_batches', inMany - TEXT_BYTES],
    ['floor_overhead_bytes', NONCE_BYTES + MAC_BYTES + SIGNATURE_BYTES],
  ];
};

/** `messages`: of batches; a fifth of them one by one. */
export const benchCrypto = (messages: number): Promise<Figure[]> => {
  const sealing = measureSealing(messages);
  const live = measureLive(Math.ceil(messages / 5));
  const chain = measureChain();
  const unlock = measureUnlock();
  const figure = (metric: string, value: number, unit: string): Figure => ({
    bench: 'crypto',
    metric,
    value,
    unit,
  });
  return Promise.resolve([
    figure('seal_open_per_second', sealing.ours, '/s'),
    figure('floor_seal_open_per_second', sealing.floor, '/s'),
    figure('live_per_second', live.ours, '/s'),
    figure('floor_live_per_second', live.floor, '/s'),
    figure('verify_chain_ms_100k', chain.ours, 'ms'),
    figure('floor_verify_chain_ms_100k', chain.floor, 'ms'),
    figure('unlock_ms', unlock.ours, 'ms'),
    figure('floor_unlock_ms', unlock.floor, 'ms'),
    ...overhead().map(([metric, value]) => figure(metric, value, 'B')),
  ]);
};
