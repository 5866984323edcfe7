/** Entries and the ends of their logs. */
import {
  type ChainTip,
  type ChannelId,
  type DeviceId,
  EMPTY_TIP,
  type Entry,
  type EntryId,
  type Hlc,
  idFromBytes,
  type LogId,
  type LogRef,
  plexiError,
  type RawEntry,
  SIGNATURE_BYTES,
  type SpaceId,
} from '@plexi/protocol';
import { followTip, sizeOf } from '../chain.ts';
import type { EntryBounds, StoredHead } from '../store.ts';
import type { Epochs } from './epochs.ts';
import { type Names, toBlob } from './names.ts';
import { headerBytes, packHeader, unpackHeader } from './packed-header.ts';
import { plainBytes, type Statements } from './statements.ts';

interface HeadRow {
  id: number;
  channel: Uint8Array;
  device: Uint8Array;
  generation: number;
  log_id: Uint8Array;
  sequence: number;
  tip: Uint8Array;
  clock: number;
  bytes: number;
}

interface EntryRow {
  sequence: number;
  signed: Uint8Array;
  body: Uint8Array | null;
}

const HEAD =
  'SELECT id, channel, device, generation, log_id, sequence, tip, clock, bytes FROM log WHERE space = ?';

const toHead = (row: HeadRow): StoredHead => ({
  log: {
    channel: idFromBytes<ChannelId>(row.channel),
    device: idFromBytes<DeviceId>(row.device),
    generation: row.generation,
  },
  logId: idFromBytes<LogId>(row.log_id),
  tip: { sequence: row.sequence, id: idFromBytes<EntryId>(row.tip), clock: row.clock as Hlc },
  bytes: row.bytes,
});

const ENTRIES = `
SELECT e.sequence, e.signed, b.body FROM entry e LEFT JOIN body b ON b.entry = e.id
WHERE e.log = ? AND e.sequence >= ? ORDER BY e.sequence LIMIT ?`;
const ENTRY_ID = 'SELECT id FROM entry WHERE log = ? AND sequence = ?';

export interface Logs {
  heads(space: SpaceId): StoredHead[];
  head(space: SpaceId, log: LogRef): StoredHead | undefined;
  entries(space: SpaceId, log: LogRef, from: number, bounds: EntryBounds): RawEntry[];
  append(space: SpaceId, log: LogRef, logId: LogId, entries: readonly Entry[]): void;
  /** Takes the entries behind one of its own away; nothing may refer to their bodies. */
  cut(space: SpaceId, log: LogRef, tip: ChainTip): void;
  /** Takes bodies away, or puts one back; the bytes are counted. */
  dropBodies(space: SpaceId, log: LogRef, sequences: readonly number[]): void;
  fillBody(space: SpaceId, log: LogRef, sequence: number, body: Uint8Array): void;
}

export const openLogs = (statements: Statements, names: Names, epochs: Epochs): Logs => {
  const epochOf = (number: number): Uint8Array => epochs.epochOf(number);
  const find = (owner: number, log: LogRef): HeadRow | undefined =>
    statements.get<HeadRow>(
      `${HEAD} AND channel = ? AND device = ? AND generation = ?`,
      owner,
      toBlob(log.channel),
      toBlob(log.device),
      log.generation,
    );

  const start = (owner: number, log: LogRef, logId: LogId): number =>
    statements.run(
      `INSERT INTO log (space, channel, device, generation, log_id, sequence, tip, clock, bytes)
       VALUES (?, ?, ?, ?, ?, 0, ?, 0, 0)`,
      owner,
      toBlob(log.channel),
      toBlob(log.device),
      log.generation,
      toBlob(logId),
      toBlob(EMPTY_TIP.id),
    ).rowId;

  const count = (owner: number, log: number, bytes: number): void => {
    statements.run('UPDATE log SET bytes = bytes + ? WHERE id = ?', bytes, log);
    statements.run('UPDATE space SET bytes = bytes + ? WHERE id = ?', bytes, owner);
  };

  return {
    heads: (space) => {
      const owner = names.findSpace(space);
      if (owner === undefined) return [];
      return statements.all<HeadRow>(`${HEAD} ORDER BY channel, device, generation`, owner).map(toHead);
    },

    head: (space, log) => {
      const owner = names.findSpace(space);
      const row = owner === undefined ? undefined : find(owner, log);
      return row && toHead(row);
    },

    entries: (space, log, from, bounds) => {
      const owner = names.findSpace(space);
      const head = owner === undefined ? undefined : find(owner, log);
      if (head === undefined) return [];
      const page: RawEntry[] = [];
      let bytes = 0;
      let expected = Math.max(1, from);
      const rows = statements.iterate<EntryRow>(ENTRIES, head.id, expected, bounds.limit);
      for (const row of rows) {
        if (row.sequence !== expected++) throw plexiError('STORE_CORRUPT', { detail: 'a log has a gap' });
        const place = { logId: head.log_id, sequence: row.sequence };
        const body = row.body === null ? undefined : plainBytes(row.body);
        const entry: RawEntry = { ...unpackHeader(row.signed, place, epochOf), body };
        bytes += sizeOf(entry);
        if (page.length > 0 && bytes > bounds.maxBytes) break;
        page.push(entry);
      }
      return page;
    },

    append: (space, log, logId, entries) => {
      if (entries.length === 0) return;
      const owner = names.space(space);
      const before = find(owner, log);
      let tip: ChainTip = before === undefined ? EMPTY_TIP : toHead(before).tip;
      let bytes = 0;
      const id = before?.id ?? start(owner, log, logId);
      const logBytes = toBlob(logId);
      const numberOf = (epoch: Uint8Array): number => epochs.numberOf(owner, epoch);
      for (const entry of entries) {
        tip = followTip(tip, logId, entry);
        const place = { logId: logBytes, sequence: tip.sequence };
        const signed = packHeader(entry.signature, entry.header, place, numberOf);
        const sql = 'INSERT INTO entry (log, sequence, signed) VALUES (?, ?, ?)';
        const { rowId } = statements.run(sql, id, tip.sequence, signed);
        if (entry.body !== undefined)
          statements.run('INSERT INTO body (entry, body) VALUES (?, ?)', rowId, entry.body);
        bytes += sizeOf(entry);
      }
      statements.run(
        'UPDATE log SET sequence = ?, tip = ?, clock = ?, bytes = bytes + ? WHERE id = ?',
        tip.sequence,
        toBlob(tip.id),
        tip.clock,
        bytes,
        id,
      );
      statements.run('UPDATE space SET bytes = bytes + ? WHERE id = ?', bytes, owner);
    },

    cut: (space, log, tip) => {
      const owner = names.findSpace(space);
      const head = owner === undefined ? undefined : find(owner, log);
      if (owner === undefined || head === undefined || head.sequence <= tip.sequence) return;
      let bytes = 0;
      const gone =
        'SELECT e.id, e.signed, length(b.body) AS size FROM entry e LEFT JOIN body b ON b.entry = e.id';
      for (const row of statements.all<{ id: number; signed: Uint8Array; size: number | null }>(
        `${gone} WHERE e.log = ? AND e.sequence > ?`,
        head.id,
        tip.sequence,
      )) {
        bytes += SIGNATURE_BYTES + headerBytes(row.signed) + (row.size ?? 0);
        statements.run('DELETE FROM body WHERE entry = ?', row.id);
        statements.run('DELETE FROM entry WHERE id = ?', row.id);
      }
      count(owner, head.id, -bytes);
      if (tip.sequence === 0) {
        statements.run('DELETE FROM log WHERE id = ?', head.id);
        names.forget();
      } else
        statements.run(
          'UPDATE log SET sequence = ?, tip = ?, clock = ? WHERE id = ?',
          tip.sequence,
          toBlob(tip.id),
          tip.clock,
          head.id,
        );
    },

    dropBodies: (space, log, sequences) => {
      const owner = names.findSpace(space);
      const head = owner === undefined ? undefined : find(owner, log);
      if (owner === undefined || head === undefined) return;
      let bytes = 0;
      for (const sequence of sequences) {
        const gone = statements.get<{ size: number }>(
          `DELETE FROM body WHERE entry = (${ENTRY_ID}) RETURNING length(body) AS size`,
          head.id,
          sequence,
        );
        bytes += gone?.size ?? 0;
      }
      count(owner, head.id, -bytes);
    },

    fillBody: (space, log, sequence, body) => {
      const owner = names.findSpace(space);
      const head = owner === undefined ? undefined : find(owner, log);
      if (owner === undefined || head === undefined) return;
      const { changes } = statements.run(
        'INSERT OR IGNORE INTO body (entry, body) SELECT id, ? FROM entry WHERE log = ? AND sequence = ?',
        body,
        head.id,
        sequence,
      );
      if (changes > 0) count(owner, head.id, body.length);
    },
  };
};
