/**
 * Messages for a store, as a channel of some people brings them: headers, sealed bodies and chains as a peer makes them. Signatures
 * are random bytes: no store looks at one, and making a million of them would be the benchmark.
 */
import { randomBytes } from 'node:crypto';
import { nativePrimitives as primitives } from '@plexi/crypto/native';
import { channelSecret, entryKey, keyCommitment, openWith, sealWith } from '@plexi/crypto/sealing';
import {
  type ChannelId,
  type DeviceId,
  decodeEvent,
  EMPTY_TIP,
  type Entry,
  type EntryId,
  type EpochId,
  encodeEvent,
  encodeHeader,
  type Hlc,
  hashToText,
  hlcFromMs,
  type LogRef,
  logIdOf,
  readEntry,
  type SpaceId,
  toHex,
  ZERO_ID,
} from '@plexi/protocol';
import type { StoredMessage, Write } from '@plexi/storage';

const WRITERS = 16;
/** One commit in syncing. */
export const BATCH = 500;
const START_MS = 1_700_000_000_000;
const GAP_MS = 700;

const randomId = <Id extends string>(): Id => toHex(new Uint8Array(randomBytes(32))) as Id;

export interface Load {
  space: SpaceId;
  channel: ChannelId;
  /** The clock of the message in that place, from 0. */
  clockOf(place: number): Hlc;
  /** Before every entry of its clock. */
  lowest: EntryId;
  /** The next messages: what a relay commits of them, and what a client does. */
  next(texts: readonly string[]): {
    /** The same bytes, an entry and its words a row. */
    rows: Uint8Array[];
    relay: Write[];
    client: Write[];
    bytes: { header: number; signature: number; body: number };
  };
}

/** As a client reads a post's words. */
export const openWords = (key: Uint8Array, body: Uint8Array): string | undefined => {
  const plain = openWith(primitives, key, body);
  const event = plain && decodeEvent(plain);
  return event?.kind === 'post' ? event.text : undefined;
};

export const createLoad = (): Load => {
  const space = randomId<SpaceId>();
  const channel = randomId<ChannelId>();
  const epoch = randomId<EpochId>();
  const secret = channelSecret(primitives, new Uint8Array(randomBytes(32)), channel);
  const writers = Array.from({ length: WRITERS }, () => {
    const log: LogRef = { channel, device: randomId<DeviceId>(), generation: 0 };
    return { log, logId: logIdOf(primitives, space, log), tip: EMPTY_TIP };
  });
  let written = 0;

  const write = (writer: (typeof writers)[number], text: string): { entry: Entry; key: Uint8Array } => {
    const sequence = writer.tip.sequence + 1;
    const key = entryKey(primitives, secret, writer.logId, sequence);
    const body = sealWith(primitives, key, encodeEvent({ kind: 'post', text }));
    const header = encodeHeader({
      logId: writer.logId,
      sequence,
      previous: writer.tip.id,
      clock: hlcFromMs(START_MS + GAP_MS * written++),
      epoch,
      keyCommitment: keyCommitment(primitives, key),
      bodyHash: hashToText(primitives.sha256(body)),
      bodyLength: body.length,
      governanceHeads: [],
    });
    const entry = readEntry(primitives, { header, signature: new Uint8Array(randomBytes(64)), body });
    writer.tip = { sequence, id: entry.id, clock: entry.parsed.clock };
    return { entry, key };
  };

  return {
    space,
    channel,
    clockOf: (place) => hlcFromMs(START_MS + GAP_MS * place),
    lowest: ZERO_ID as EntryId,
    next: (texts) => {
      const relay: Write[] = [];
      const rows: Uint8Array[] = [];
      const messages: StoredMessage[] = [];
      const openers = new Map<string, Uint8Array>();
      const bytes = { header: 0, signature: 0, body: 0 };
      const runs = Map.groupBy(texts, (_, i) => i % WRITERS);
      for (const [i, run] of runs) {
        const writer = writers[i] as (typeof writers)[number];
        const entries = run.map((text) => {
          const { entry, key } = write(writer, text);
          openers.set(entry.id, key);
          rows.push(
            Buffer.concat([entry.header, entry.signature, entry.body ?? new Uint8Array(), Buffer.from(text)]),
          );
          bytes.header += entry.header.length;
          bytes.signature += entry.signature.length;
          bytes.body += entry.body?.length ?? 0;
          messages.push({
            id: entry.id,
            space,
            channel,
            clock: entry.parsed.clock,
            entry: entry.id,
            part: 0,
            logId: writer.logId,
            sequence: entry.parsed.sequence,
            device: writer.log.device,
            kind: 'post',
            author: undefined,
            time: undefined,
            text,
            root: undefined,
            apart: false,
            hasFile: false,
            hasLink: false,
            mentionsSelf: false,
            extras: undefined,
            dropped: false,
          });
          return entry;
        });
        relay.push({ type: 'entries', space, log: writer.log, logId: writer.logId, entries });
      }
      return { rows, relay, client: [...relay, { type: 'messages', messages, openers }], bytes };
    },
  };
};
