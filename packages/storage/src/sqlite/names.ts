/** The numbers that rows use for spaces, channels and writers. */
import { createHash } from 'node:crypto';
import {
  type ChannelId,
  type DeviceId,
  ID_BYTES,
  idFromBytes,
  isId,
  type LogId,
  type SpaceId,
} from '@plexi/protocol';
import type { Statements } from './statements.ts';

export interface Names {
  /** The number of a space, or `undefined` where it has none yet. */
  findSpace(space: SpaceId): number | undefined;
  findChannel(space: SpaceId, channel: ChannelId): number | undefined;
  space(space: SpaceId): number;
  channel(space: SpaceId, channel: ChannelId): number;
  writer(space: SpaceId, logId: LogId, device: DeviceId): number;
  /** The number of the log that a message is from, or `undefined` where it is not here. */
  findLog(message: {
    space: SpaceId;
    channel: ChannelId;
    device: DeviceId;
    logId: LogId;
  }): number | undefined;
  /** To be called after a rollback and after deleting: a number that was remembered may be gone. */
  forget: () => void;
}

/** Names remembered per store; beyond that they are looked up again. */
const REMEMBERED = 4096;

export const openNames = (statements: Statements): Names => {
  const known = new Map<string, number>();
  const remember = (key: string, look: () => number | undefined): number | undefined => {
    const before = known.get(key);
    if (before !== undefined) return before;
    const found = look();
    if (found === undefined) return undefined;
    if (known.size >= REMEMBERED) known.clear();
    known.set(key, found);
    return found;
  };
  const find = (sql: string, ...values: (number | Uint8Array)[]): number | undefined =>
    statements.get<{ id: number }>(sql, ...values)?.id;

  const findSpace = (space: SpaceId): number | undefined =>
    remember(space, () => find('SELECT id FROM space WHERE space = ?', toBlob(space)));
  const findChannelIn = (owner: number, space: SpaceId, channel: ChannelId): number | undefined =>
    remember(`${space}/${channel}`, () =>
      find('SELECT id FROM channel WHERE space = ? AND channel = ?', owner, toBlob(channel)),
    );
  const space = (name: SpaceId): number =>
    findSpace(name) ?? statements.run('INSERT INTO space (space, bytes) VALUES (?, 0)', toBlob(name)).rowId;

  return {
    findSpace,
    findChannel: (name, channel) => {
      const owner = findSpace(name);
      return owner === undefined ? undefined : findChannelIn(owner, name, channel);
    },
    space,
    channel: (name, channel) => {
      const owner = space(name);
      return (
        findChannelIn(owner, name, channel) ??
        statements.run('INSERT INTO channel (space, channel) VALUES (?, ?)', owner, toBlob(channel)).rowId
      );
    },
    writer: (name, logId, device) => {
      const owner = space(name);
      const [log, author] = [toBlob(logId), toBlob(device)];
      return (
        remember(`${name}/${logId}/${device}`, () =>
          find('SELECT id FROM writer WHERE space = ? AND log_id = ? AND device = ?', owner, log, author),
        ) ??
        statements.run('INSERT INTO writer (space, log_id, device) VALUES (?, ?, ?)', owner, log, author)
          .rowId
      );
    },
    findLog: ({ space: name, channel, device, logId }) => {
      const owner = findSpace(name);
      if (owner === undefined) return undefined;
      const sql = 'SELECT id FROM log WHERE space = ? AND channel = ? AND device = ? AND log_id = ?';
      return remember(`log ${name}/${logId}`, () =>
        find(sql, owner, toBlob(channel), toBlob(device), toBlob(logId)),
      );
    },
    forget: () => known.clear(),
  };
};

/** An id as SQLite takes it; Buffer reads hexadecimal several times faster than portable code can. */
export const toBlob = (id: string): Uint8Array => {
  const blob = Buffer.from(id, 'hex');
  if (blob.length !== ID_BYTES || id.length !== ID_BYTES * 2) throw new TypeError('not an id');
  return blob;
};

/** A name that is usually an id, as half the bytes: an id as a blob, anything else as text. */
export const shorten = (name: string): string | Uint8Array => (isId(name) ? toBlob(name) : name);

/** Undoes `shorten`. */
export const spellOut = (short: string | Uint8Array): string =>
  typeof short === 'string' ? short : idFromBytes(short);

const MARK_BYTES = 6;

/** The least and the greatest mark of the ids that begin with these hexadecimal digits. */
export const marksFrom = (digits: string): [number, number] => {
  const [least, greatest] = ['0', 'f'].map((filling) =>
    Number.parseInt(digits.slice(0, 2 * MARK_BYTES).padEnd(2 * MARK_BYTES, filling), 16),
  );
  return [least ?? 0, greatest ?? 0];
};

/** A number that nearly tells apart what `shorten` gives. */
export const markOf = (short: string | Uint8Array): number => {
  const bytes =
    typeof short === 'string'
      ? createHash('sha256').update(short).digest()
      : Buffer.from(short.buffer, short.byteOffset, short.byteLength);
  return bytes.readUIntBE(0, MARK_BYTES);
};
