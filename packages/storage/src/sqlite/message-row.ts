/** A message as a row of its table. */
import {
  type ChannelId,
  type DeviceId,
  type EntryId,
  type Hlc,
  idFromBytes,
  type LogId,
  type SpaceId,
} from '@plexi/protocol';
import type { StoredMessage } from '../stored-message.ts';
import { wordsOf } from './message-words.ts';
import { spellOut } from './names.ts';
import { plainBytes } from './statements.ts';

export interface MessageRow {
  /** The id, where it is not the entry's. */
  key: string | Uint8Array | null;
  channel: Uint8Array;
  clock: number;
  entry: Uint8Array;
  part: number;
  log_id: Uint8Array;
  sequence: number;
  device: Uint8Array;
  imported: number;
  author: string | null;
  time: string | null;
  text: string;
  root: string | Uint8Array | null;
  flags: number;
  extras: Uint8Array | null;
}

/** Of the tables message m, writer w and channel c. */
export const MESSAGE_COLUMNS =
  'm.key, c.channel, m.clock, m.entry, m.part, w.log_id, m.sequence, w.device, m.imported, m.author, m.time, ' +
  `${wordsOf('m')} AS text, m.root, m.flags, m.extras`;

export const SELECT_MESSAGES = `
SELECT ${MESSAGE_COLUMNS}
FROM message m JOIN writer w ON w.id = m.writer JOIN channel c ON c.id = m.channel`;

export const APART = 1;
export const FILE = 2;
export const LINK = 4;
export const MENTION = 8;
export const DROPPED = 16;

/** As in the indexes of the timeline, which SQLite uses only where the condition stands so. */
export const MAIN_ONLY = `flags & ${APART} = 0`;
export const APART_ONLY = `flags & ${APART} <> 0`;

/** What can be asked of a message without opening its extras. */
export const flagsOf = (message: StoredMessage): number =>
  (message.apart ? APART : 0) |
  (message.hasFile ? FILE : 0) |
  (message.hasLink ? LINK : 0) |
  (message.mentionsSelf ? MENTION : 0) |
  (message.dropped ? DROPPED : 0);

/** Of a message whose body went. */
export const isTombstone = ({ flags }: Pick<MessageRow, 'flags'>): boolean => (flags & DROPPED) !== 0;

export const toMessage = (space: SpaceId, row: MessageRow): StoredMessage => ({
  id: spellOut(row.key ?? row.entry),
  space,
  channel: idFromBytes<ChannelId>(row.channel),
  clock: row.clock as Hlc,
  entry: idFromBytes<EntryId>(row.entry),
  part: row.part,
  logId: idFromBytes<LogId>(row.log_id),
  sequence: row.sequence,
  device: idFromBytes<DeviceId>(row.device),
  kind: row.imported === 1 ? 'import' : 'post',
  author: row.author ?? undefined,
  time: row.time ?? undefined,
  text: row.text,
  root: row.root === null ? undefined : spellOut(row.root),
  apart: (row.flags & APART) !== 0,
  hasFile: (row.flags & FILE) !== 0,
  hasLink: (row.flags & LINK) !== 0,
  mentionsSelf: (row.flags & MENTION) !== 0,
  extras: row.extras === null ? undefined : plainBytes(row.extras),
  dropped: isTombstone(row),
});
