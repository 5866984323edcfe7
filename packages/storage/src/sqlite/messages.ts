/** Folded timelines. */
import {
  type ChannelId,
  type DeviceId,
  type EntryId,
  type Hlc,
  idFromBytes,
  type LogId,
  type SpaceId,
} from '@plexi/protocol';
import type { MessagePage, ThreadShare } from '../store.ts';
import type { StoredMessage } from '../stored-message.ts';
import { boundsOf, comparePlaces } from '../timeline.ts';
import { APART, DROPPED, flagsOf, MESSAGE_COLUMNS, type MessageRow, toMessage } from './message-row.ts';
import { markOf, type Names, shorten, spellOut, toBlob } from './names.ts';
import type { Statements } from './statements.ts';

interface RivalRow {
  id: number;
  clock: number;
  entry: Uint8Array;
  part: number;
  shown: number;
}

const SELECT = `
SELECT ${MESSAGE_COLUMNS}
FROM message m JOIN writer w ON w.id = m.writer JOIN channel c ON c.id = m.channel`;

/** The last parameter but the limit is the flags that a message must not have. */
const pageSql = (direction: 'ASC' | 'DESC'): string => `${SELECT}
WHERE m.channel = ? AND m.shown = 1 AND (m.clock, m.entry, m.part) > (?, ?, ?) AND (m.clock, m.entry, m.part) < (?, ?, ?)
  AND m.flags & ? = 0
ORDER BY m.clock ${direction}, m.entry ${direction}, m.part ${direction} LIMIT ?`;
const OLDEST_FIRST = pageSql('ASC');
const NEWEST_FIRST = pageSql('DESC');

/** Roots come as JSON: one statement for any number of them. An id is a blob in its column, anything else text. */
const THREAD_SHARES = `
SELECT m.root, w.log_id, w.device, count(*) AS found, max(m.clock) AS last
FROM json_each(?) j
  CROSS JOIN message m ON m.root = iif(length(j.value) = 64, coalesce(unhex(j.value), j.value), j.value)
  JOIN writer w ON w.id = m.writer
WHERE m.root IS NOT NULL AND m.space = ? AND m.shown = 1 AND m.flags & ${DROPPED} = 0
GROUP BY m.root, m.writer`;

const placeOf = (row: RivalRow) => ({
  clock: row.clock as Hlc,
  entry: idFromBytes<EntryId>(row.entry),
  part: row.part,
});

export interface Messages {
  page(space: SpaceId, channel: ChannelId, page: MessagePage): StoredMessage[];
  one(space: SpaceId, id: string): StoredMessage | undefined;
  byIds(space: SpaceId, ids: readonly string[]): StoredMessage[];
  thread(space: SpaceId, root: string, limit: number): StoredMessage[];
  threadShares(space: SpaceId, roots: readonly string[]): ThreadShare[];
  count(space: SpaceId, channel: ChannelId): number;
  known(space: SpaceId, ids: readonly string[]): Set<string>;
  put(message: StoredMessage): void;
  forget(space: SpaceId, logId: LogId, after: number): void;
  /** What was opened of one entry goes; gives the ids of the tombstones that it leaves. */
  drop(space: SpaceId, logId: LogId, sequence: number, leave: 'tombstone' | 'nothing'): string[];
  /** How many are of these logs behind that, or of the space as a whole, at most `limit`. */
  countGoing(space: SpaceId, limit: number, behind?: { logId: LogId; after: number }): number;
}

export const openMessages = (statements: Statements, names: Names): Messages => {
  const rivalsOf = (owner: number, key: string | Uint8Array): RivalRow[] =>
    statements.all<RivalRow>(
      'SELECT id, clock, entry, part, shown FROM message WHERE mark = ? AND space = ? AND key = ?',
      markOf(key),
      owner,
      key,
    );
  const show = (row: RivalRow, shown: 0 | 1): void => {
    if (row.shown !== shown) statements.run('UPDATE message SET shown = ? WHERE id = ?', shown, row.id);
  };

  /** Makes room for a message among those with its id: whether it is to be stored at all, and whether it counts. */
  const judge = (rivals: RivalRow[], message: StoredMessage): 'store' | 'show' | 'skip' => {
    let first = true;
    for (const rival of rivals) {
      const place = placeOf(rival);
      const order = comparePlaces(message, place);
      if (place.entry === message.entry) {
        if (order >= 0) return 'skip';
        statements.run('DELETE FROM message WHERE id = ?', rival.id);
      } else if (order > 0) first = false;
    }
    if (!first) return 'store';
    for (const rival of rivals) show(rival, 0);
    return 'show';
  };

  /** Has the first of those that are left with an id count. */
  const showFirst = (owner: number, key: string | Uint8Array): void => {
    const rivals = rivalsOf(owner, key).sort((a, b) => comparePlaces(placeOf(a), placeOf(b)));
    rivals.forEach((rival, rank) => show(rival, rank === 0 ? 1 : 0));
  };

  const one = (space: SpaceId, id: string): StoredMessage | undefined => {
    const owner = names.findSpace(space);
    if (owner === undefined) return undefined;
    const sql = `${SELECT} WHERE m.mark = ? AND m.space = ? AND m.key = ? AND m.shown = 1`;
    const key = shorten(id);
    const row = statements.get<MessageRow>(sql, markOf(key), owner, key);
    return row && toMessage(space, row);
  };

  return {
    page: (space, channel, page) => {
      const within = names.findChannel(space, channel);
      if (within === undefined) return [];
      const { after, before, newest } = boundsOf(page);
      const rows = statements.all<MessageRow>(
        newest ? NEWEST_FIRST : OLDEST_FIRST,
        within,
        after.clock,
        toBlob(after.entry),
        after.part,
        before.clock,
        toBlob(before.entry),
        before.part,
        page.withoutApart === true ? APART : 0,
        page.limit,
      );
      if (newest) rows.reverse();
      return rows.map((row) => toMessage(space, row));
    },

    one,

    byIds: (space, ids) =>
      [...new Set(ids)].map((id) => one(space, id)).filter((found) => found !== undefined),

    thread: (space, root, limit) => {
      const owner = names.findSpace(space);
      if (owner === undefined) return [];
      const sql = `${SELECT} WHERE m.root = ? AND m.space = ? AND m.shown = 1
        ORDER BY m.clock DESC, m.entry DESC, m.part DESC LIMIT ?`;
      const rows = statements.all<MessageRow>(sql, shorten(root), owner, limit);
      return rows.reverse().map((row) => toMessage(space, row));
    },

    threadShares: (space, roots) => {
      const owner = names.findSpace(space);
      if (owner === undefined) return [];
      return statements
        .all<{
          root: string | Uint8Array;
          log_id: Uint8Array;
          device: Uint8Array;
          found: number;
          last: number;
        }>(THREAD_SHARES, JSON.stringify([...new Set(roots)]), owner)
        .map((row) => ({
          root: spellOut(row.root),
          logId: idFromBytes<LogId>(row.log_id),
          device: idFromBytes<DeviceId>(row.device),
          count: row.found,
          last: row.last as Hlc,
        }));
    },

    count: (space, channel) => {
      const within = names.findChannel(space, channel);
      if (within === undefined) return 0;
      const sql = 'SELECT count(*) AS found FROM message WHERE channel = ? AND shown = 1';
      return statements.get<{ found: number }>(sql, within)?.found ?? 0;
    },

    known: (space, ids) => {
      const owner = names.findSpace(space);
      const known = new Set<string>();
      if (owner === undefined) return known;
      for (const id of ids) {
        const sql = 'SELECT 1 FROM message WHERE mark = ? AND space = ? AND key = ?';
        const key = shorten(id);
        if (statements.get(sql, markOf(key), owner, key) !== undefined) known.add(id);
      }
      return known;
    },

    put: (message) => {
      const owner = names.space(message.space);
      const key = shorten(message.id);
      const verdict = judge(rivalsOf(owner, key), message);
      if (verdict === 'skip') return;
      statements.run(
        `INSERT INTO message
           (space, key, mark, channel, writer, sequence, clock, entry, part, shown, imported, author, time, text,
            root, flags, extras)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        owner,
        key,
        markOf(key),
        names.channel(message.space, message.channel),
        names.writer(message.space, message.logId, message.device),
        message.sequence,
        message.clock,
        toBlob(message.entry),
        message.part,
        verdict === 'show' ? 1 : 0,
        message.kind === 'import' ? 1 : 0,
        message.author ?? null,
        message.time ?? null,
        message.text,
        message.root === undefined ? null : shorten(message.root),
        flagsOf(message),
        message.extras ?? null,
      );
    },

    countGoing: (space, limit, behind) => {
      const owner = names.findSpace(space);
      if (owner === undefined) return 0;
      const { sql, values } =
        behind === undefined
          ? { sql: 'SELECT 1 FROM message WHERE space = ?', values: [owner] }
          : {
              sql: 'SELECT 1 FROM message WHERE sequence > ? AND writer IN (SELECT id FROM writer WHERE space = ? AND log_id = ?)',
              values: [behind.after, owner, toBlob(behind.logId)],
            };
      const counted = `SELECT count(*) AS found FROM (${sql} LIMIT ?)`;
      return statements.get<{ found: number }>(counted, ...values, limit)?.found ?? 0;
    },

    forget: (space, logId, after) => {
      const owner = names.findSpace(space);
      if (owner === undefined) return;
      const gone = statements.all<{ key: string | Uint8Array; shown: number }>(
        `DELETE FROM message WHERE sequence > ? AND writer IN (SELECT id FROM writer WHERE space = ? AND log_id = ?)
         RETURNING key, shown`,
        after,
        owner,
        toBlob(logId),
      );
      for (const { key, shown } of gone) {
        if (shown === 1) showFirst(owner, key);
      }
    },

    drop: (space, logId, sequence, leave) => {
      const owner = names.findSpace(space);
      if (owner === undefined) return [];
      const where = 'sequence = ? AND writer IN (SELECT id FROM writer WHERE space = ? AND log_id = ?)';
      if (leave === 'tombstone') {
        const left = statements.all<{ key: string | Uint8Array }>(
          `UPDATE message SET text = '', author = NULL, time = NULL, extras = NULL,
             flags = (flags & ${APART}) | ${DROPPED} WHERE ${where} RETURNING key`,
          sequence,
          owner,
          toBlob(logId),
        );
        return left.map(({ key }) => spellOut(key));
      }
      const gone = statements.all<{ key: string | Uint8Array; shown: number }>(
        `DELETE FROM message WHERE ${where} RETURNING key, shown`,
        sequence,
        owner,
        toBlob(logId),
      );
      for (const { key, shown } of gone) if (shown === 1) showFirst(owner, key);
      return [];
    },
  };
};
