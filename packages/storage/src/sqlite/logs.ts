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
  type SpaceId,
} from '@plexi/protocol';
import { followTip, sizeOf } from '../chain.ts';
import type { EntryBounds, StoredHead } from '../store.ts';
import { type Names, toBlob } from './names.ts';
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
  header: Uint8Array;
  signature: Uint8Array;
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

const toEntry = (row: EntryRow): RawEntry => ({
  header: plainBytes(row.header),
  signature: plainBytes(row.signature),
  body: row.body === null ? undefined : plainBytes(row.body),
});

export interface Logs {
  heads(space: SpaceId): StoredHead[];
  head(space: SpaceId, log: LogRef): StoredHead | undefined;
  entries(space: SpaceId, log: LogRef, from: number, bounds: EntryBounds): RawEntry[];
  append(space: SpaceId, log: LogRef, logId: LogId, entries: readonly Entry[]): void;
  /** Takes bodies away, or puts one back; the bytes are counted. */
  dropBodies(space: SpaceId, log: LogRef, sequences: readonly number[]): void;
  fillBody(space: SpaceId, log: LogRef, sequence: number, body: Uint8Array): void;
}

export const openLogs = (statements: Statements, names: Names): Logs => {
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
      const rows = statements.iterate<EntryRow & { sequence: number }>(
        'SELECT sequence, header, signature, body FROM entry WHERE log = ? AND sequence >= ? ORDER BY sequence LIMIT ?',
        head.id,
        expected,
        bounds.limit,
      );
      for (const row of rows) {
        if (row.sequence !== expected++) throw plexiError('STORE_CORRUPT', { detail: 'a log has a gap' });
        const entry = toEntry(row);
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
      for (const entry of entries) {
        tip = followTip(tip, logId, entry);
        statements.run(
          'INSERT INTO entry (log, sequence, header, signature, body) VALUES (?, ?, ?, ?, ?)',
          id,
          tip.sequence,
          entry.header,
          entry.signature,
          entry.body ?? null,
        );
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

    dropBodies: (space, log, sequences) => {
      const owner = names.findSpace(space);
      const head = owner === undefined ? undefined : find(owner, log);
      if (owner === undefined || head === undefined) return;
      let bytes = 0;
      for (const sequence of sequences) {
        const place = 'WHERE log = ? AND sequence = ? AND body IS NOT NULL';
        const row = statements.get<{ size: number }>(
          `SELECT length(body) AS size FROM entry ${place}`,
          head.id,
          sequence,
        );
        if (row === undefined) continue;
        statements.run(`UPDATE entry SET body = NULL ${place}`, head.id, sequence);
        bytes += row.size;
      }
      count(owner, head.id, -bytes);
    },

    fillBody: (space, log, sequence, body) => {
      const owner = names.findSpace(space);
      const head = owner === undefined ? undefined : find(owner, log);
      if (owner === undefined || head === undefined) return;
      const { changes } = statements.run(
        'UPDATE entry SET body = ? WHERE log = ? AND sequence = ? AND body IS NULL',
        body,
        head.id,
        sequence,
      );
      if (changes > 0) count(owner, head.id, body.length);
    },
  };
};
