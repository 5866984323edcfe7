/** Logs and messages to store. They link up as real ones do; nobody signed them, which is no store's business. */
import { createHash, randomBytes } from 'node:crypto';
import {
  type ChainTip,
  type ChannelId,
  type DeviceId,
  EMPTY_TIP,
  type Entry,
  type EntryId,
  type EpochId,
  encodeHeader,
  type Header,
  type Hlc,
  idFromBytes,
  type LogId,
  type LogRef,
  logIdOf,
  type SpaceId,
  ZERO_ID,
} from '@plexi/protocol';
import type { StoredAnnotation, Write } from '../store.ts';
import type { StoredMessage } from '../stored-message.ts';

const hashOf = (data: string | Uint8Array): Uint8Array => createHash('sha256').update(data).digest();

/** An id that is the same for the same words. */
export const idOf = <Id extends string>(words: string): Id => idFromBytes<Id>(hashOf(words));

export const LAB = idOf<SpaceId>('space lab');
export const CLUB = idOf<SpaceId>('space club');
export const GENERAL = idOf<ChannelId>('channel general');
export const RANDOM = idOf<ChannelId>('channel random');
export const ADA = idOf<DeviceId>('device ada');
export const BEN = idOf<DeviceId>('device ben');

export interface Writer {
  space: SpaceId;
  log: LogRef;
  logId: LogId;
  /** The next `count` entries of the log. */
  write(count: number, bodyBytes?: number): Entry[];
}

/** Someone who writes one log, from its first entry on. */
export const startLog = (space: SpaceId, channel: ChannelId, device: DeviceId, generation = 0): Writer => {
  const logId = logIdOf({ sha256: hashOf }, space, { channel, device, generation });
  let tip: ChainTip = EMPTY_TIP;
  const writeOne = (bodyBytes: number): Entry => {
    const body = new Uint8Array(randomBytes(bodyBytes));
    const parsed: Header = {
      logId,
      sequence: tip.sequence + 1,
      previous: tip.id,
      clock: (tip.clock + 1024) as Hlc,
      epoch: ZERO_ID as EpochId,
      keyCommitment: ZERO_ID,
      bodyHash: idFromBytes<string>(hashOf(body)),
      bodyLength: body.length,
      governanceHeads: [],
    };
    const header = encodeHeader(parsed);
    const entry = {
      header,
      signature: new Uint8Array(randomBytes(64)),
      body,
      parsed,
      id: idFromBytes<EntryId>(hashOf(header)),
    };
    tip = { sequence: parsed.sequence, id: entry.id, clock: parsed.clock };
    return entry;
  };
  return {
    space,
    log: { channel, device, generation },
    logId,
    write: (count, bodyBytes = 150) => Array.from({ length: count }, () => writeOne(bodyBytes)),
  };
};

/** The write that appends `entries` to a writer's log. */
export const appending = (writer: Writer, entries: readonly Entry[]): Write => ({
  type: 'entries',
  space: writer.space,
  log: writer.log,
  logId: writer.logId,
  entries,
});

/** A post of Ada's in the lab, but for what `changes` says. */
export const message = (changes: Partial<StoredMessage> & { id: string }): StoredMessage => ({
  space: LAB,
  channel: GENERAL,
  clock: 1024 as Hlc,
  entry: idOf<EntryId>(`entry of ${changes.id}`),
  part: 0,
  logId: idOf<LogId>('log of ada'),
  sequence: 1,
  device: ADA,
  kind: 'post',
  author: undefined,
  time: undefined,
  text: `text of ${changes.id}`,
  root: undefined,
  apart: false,
  hasFile: false,
  hasLink: false,
  mentionsSelf: false,
  extras: undefined,
  dropped: false,
  ...changes,
});

/** A thumbs-up of Ada's in the lab, but for what `changes` says. */
export const annotation = (changes: Partial<StoredAnnotation> & { sequence: number }): StoredAnnotation => ({
  space: LAB,
  channel: GENERAL,
  target: idOf('post 0'),
  kind: 'react',
  register: '👍',
  on: true,
  payload: undefined,
  clock: (1024 * changes.sequence) as Hlc,
  entry: idOf<EntryId>(`annotation ${changes.logId ?? ''} ${changes.sequence}`),
  logId: idOf<LogId>('log of ada'),
  device: ADA,
  ...changes,
});

/** `count` posts, a clock tick apart, oldest first. */
export const posts = (count: number): StoredMessage[] =>
  Array.from({ length: count }, (_, i) =>
    message({ id: idOf(`post ${i}`), clock: (1024 * (i + 1)) as Hlc, sequence: i + 1, text: `number ${i}` }),
  );
