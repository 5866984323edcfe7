/** What is said about messages and channels later. */
import {
  type ChannelId,
  type DeviceId,
  type EntryId,
  type Hlc,
  idFromBytes,
  type LogId,
  plexiError,
  type SpaceId,
} from '@plexi/protocol';
import type { StoredAnnotation } from '../store.ts';
import { compareAnnotations } from '../timeline.ts';
import { markedMessages } from './marks.ts';
import { DROPPED } from './message-row.ts';
import { markOf, type Names, shorten, spellOut, toBlob } from './names.ts';
import { plainBytes, type Statements } from './statements.ts';

interface AnnotationRow {
  channel: number;
  target: string | Uint8Array;
  kind: string;
  register: string;
  active: number;
  payload: Uint8Array | null;
  clock: number;
  entry: Uint8Array;
  writer: number;
  sequence: number;
}

export interface Annotations {
  about(space: SpaceId, targets: readonly string[]): StoredAnnotation[];
  history(space: SpaceId, target: string, kind: string): StoredAnnotation[];
  inChannel(space: SpaceId, channel: ChannelId, kind: string): StoredAnnotation[];
  put(annotation: StoredAnnotation): void;
  forget(space: SpaceId, logId: LogId, after: number): void;
  /** What was said about a message goes. */
  forgetAbout(space: SpaceId, target: string): void;
  /** What was opened of one entry goes. */
  drop(space: SpaceId, logId: LogId, sequence: number): void;
}

const COLUMNS =
  'a.channel, a.target, a.kind, a.register, a.active, a.payload, a.clock, a.entry, a.writer, a.sequence';
const SELECT = `SELECT ${COLUMNS} FROM annotation a`;

/** By marks, as JSON: one statement for any number of targets. What only shares a mark is sorted out by the caller. */
const ABOUT = `SELECT ${COLUMNS}
FROM json_each(?) j CROSS JOIN annotation a ON a.mark = j.value AND a.newest = 1
WHERE a.space = ?`;

export const openAnnotations = (statements: Statements, names: Names): Annotations => {
  /** Rows as annotations. A writer or channel that many rows refer to is looked up once. */
  const read = (space: SpaceId, rows: readonly AnnotationRow[]): StoredAnnotation[] => {
    const writers = new Map<number, { logId: LogId; device: DeviceId }>();
    const channels = new Map<number, ChannelId>();
    const writerOf = (id: number) => {
      const known = writers.get(id);
      if (known !== undefined) return known;
      const row = statements.get<{ log_id: Uint8Array; device: Uint8Array }>(
        'SELECT log_id, device FROM writer WHERE id = ?',
        id,
      );
      if (row === undefined) throw plexiError('STORE_CORRUPT', { detail: 'a writer is missing' });
      const found = { logId: idFromBytes<LogId>(row.log_id), device: idFromBytes<DeviceId>(row.device) };
      writers.set(id, found);
      return found;
    };
    const channelOf = (id: number): ChannelId => {
      const known = channels.get(id);
      if (known !== undefined) return known;
      const row = statements.get<{ channel: Uint8Array }>('SELECT channel FROM channel WHERE id = ?', id);
      if (row === undefined) throw plexiError('STORE_CORRUPT', { detail: 'a channel is missing' });
      const found = idFromBytes<ChannelId>(row.channel);
      channels.set(id, found);
      return found;
    };
    return rows
      .map((row) => ({
        space,
        channel: channelOf(row.channel),
        target: spellOut(row.target),
        kind: row.kind,
        register: row.register,
        on: row.active === 1,
        payload: row.payload === null ? undefined : plainBytes(row.payload),
        clock: row.clock as Hlc,
        entry: idFromBytes<EntryId>(row.entry),
        ...writerOf(row.writer),
        sequence: row.sequence,
      }))
      .sort(compareAnnotations);
  };

  const writersOf = (owner: number, logId: LogId): number[] =>
    statements
      .all<{ id: number }>('SELECT id FROM writer WHERE space = ? AND log_id = ?', owner, toBlob(logId))
      .map(({ id }) => id);

  /** Has the last of each register count, after some of a writer's are gone. */
  const settle = (writer: number): void => {
    statements.run(
      `UPDATE annotation SET newest = 1 WHERE newest = 0 AND id IN (
         SELECT id FROM (
           SELECT id, row_number() OVER (PARTITION BY target, kind, register ORDER BY sequence DESC) AS rank
           FROM annotation WHERE writer = ?
         ) WHERE rank = 1
       )`,
      writer,
    );
  };

  const remove = (space: SpaceId, logId: LogId, which: string, sequence: number): void => {
    const owner = names.findSpace(space);
    if (owner === undefined) return;
    for (const writer of writersOf(owner, logId)) {
      const gone = statements.run(
        `DELETE FROM annotation WHERE writer = ? AND sequence ${which} ?`,
        writer,
        sequence,
      );
      if (gone.changes > 0) settle(writer);
    }
  };

  return {
    about: (space, targets) => {
      const owner = names.findSpace(space);
      if (owner === undefined) return [];
      const wanted = new Set(targets);
      const marks = [...new Set(targets.map((target) => markOf(shorten(target))))];
      const rows = statements.all<AnnotationRow>(ABOUT, JSON.stringify(marks), owner);
      return read(space, rows).filter(({ target }) => wanted.has(target));
    },

    history: (space, target, kind) => {
      const owner = names.findSpace(space);
      if (owner === undefined) return [];
      const key = shorten(target);
      const which = 'a.mark = ? AND a.kind = ? AND a.space = ? AND a.target = ?';
      const rows = [0, 1].flatMap((newest) =>
        statements.all<AnnotationRow>(
          `${SELECT} WHERE a.newest = ${newest} AND ${which}`,
          markOf(key),
          kind,
          owner,
          key,
        ),
      );
      return read(space, rows);
    },

    inChannel: (space, channel, kind) => {
      const within = names.findChannel(space, channel);
      if (within === undefined) return [];
      const sql = `${SELECT} WHERE a.channel = ? AND a.kind = ? AND a.newest = 1`;
      return read(space, statements.all<AnnotationRow>(sql, within, kind));
    },

    put: (annotation) => {
      const { space, kind, register, sequence } = annotation;
      const owner = names.space(space);
      const target = shorten(annotation.target);
      const mark = markOf(target);
      const isDropped = statements.get(
        `SELECT 1 FROM message WHERE id IN ${markedMessages('?')} AND space = ? AND coalesce(key, entry) = ?
         AND shown = 1 AND flags & ${DROPPED} <> 0`,
        mark,
        mark,
        owner,
        target,
      );
      if (isDropped !== undefined) return;
      const writer = names.writer(space, annotation.logId, annotation.device);
      const before = statements.get<{ id: number; sequence: number }>(
        `SELECT id, sequence FROM annotation
         WHERE mark = ? AND writer = ? AND kind = ? AND register = ? AND newest = 1 AND space = ? AND target = ?`,
        mark,
        writer,
        kind,
        register,
        owner,
        target,
      );
      const isNewest = before === undefined || before.sequence < sequence;
      const { changes } = statements.run(
        `INSERT OR IGNORE INTO annotation
           (space, channel, target, mark, kind, register, active, newest, writer, sequence, clock, entry, payload)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        owner,
        names.channel(space, annotation.channel),
        target,
        mark,
        kind,
        register,
        annotation.on ? 1 : 0,
        isNewest ? 1 : 0,
        writer,
        sequence,
        annotation.clock,
        toBlob(annotation.entry),
        annotation.payload ?? null,
      );
      if (changes > 0 && isNewest && before !== undefined)
        statements.run('UPDATE annotation SET newest = 0 WHERE id = ?', before.id);
    },

    forgetAbout: (space, target) => {
      const owner = names.findSpace(space);
      if (owner === undefined) return;
      const key = shorten(target);
      // Both indexes are of one half each.
      for (const newest of [0, 1])
        statements.run(
          `DELETE FROM annotation WHERE newest = ${newest} AND mark = ? AND space = ? AND target = ?`,
          markOf(key),
          owner,
          key,
        );
    },

    forget: (space, logId, after) => remove(space, logId, '>', after),
    drop: (space, logId, sequence) => remove(space, logId, '=', sequence),
  };
};
