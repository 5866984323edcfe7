/** Folded timelines. */
import {
  type ChannelId,
  type EntryId,
  type Hlc,
  idFromBytes,
  type LogId,
  type LogRef,
  type SpaceId,
} from '@plexi/protocol';
import type { MessagePage } from '../store.ts';
import type { StoredMessage } from '../stored-message.ts';
import { boundsOf, comparePlaces } from '../timeline.ts';
import { MARKED_WITHIN, type Marks, markedMessages } from './marks.ts';
import {
  APART,
  APART_ONLY,
  DROPPED,
  flagsOf,
  isTombstone,
  MAIN_ONLY,
  type MessageRow,
  SELECT_MESSAGES,
  toMessage,
} from './message-row.ts';
import { wordsOf } from './message-words.ts';
import { markOf, marksFrom, type Names, shorten, spellOut, toBlob } from './names.ts';
import type { Statements } from './statements.ts';

interface RivalRow {
  id: number;
  clock: number;
  entry: Uint8Array;
  part: number;
  shown: number;
  flags: number;
}

/** Along one of the two indexes of a timeline. Few messages share a clock, so the rest of their order is made on the way. */
export const pageSql = (which: string, direction: 'ASC' | 'DESC'): string => `${SELECT_MESSAGES}
WHERE m.channel = ? AND m.shown = 1 AND m.${which}
  AND (m.clock, m.entry, m.part) > (?, ?, ?) AND (m.clock, m.entry, m.part) < (?, ?, ?)
ORDER BY m.clock ${direction}, m.entry ${direction}, m.part ${direction} LIMIT ?`;
const PAGES = [MAIN_ONLY, APART_ONLY].map((which) => ({
  newest: pageSql(which, 'DESC'),
  oldest: pageSql(which, 'ASC'),
}));

const placeOf = (row: RivalRow) => ({
  clock: row.clock as Hlc,
  entry: idFromBytes<EntryId>(row.entry),
  part: row.part,
});

export interface Messages {
  page(space: SpaceId, channel: ChannelId, page: MessagePage): StoredMessage[];
  one(space: SpaceId, id: string): StoredMessage | undefined;
  byIds(space: SpaceId, ids: readonly string[]): StoredMessage[];
  count(space: SpaceId, channel: ChannelId): number;
  idsFrom(space: SpaceId, digits: string): string[];
  known(space: SpaceId, ids: readonly string[]): Set<string>;
  /** Takes its tombstone's place, too. `opener` is the key of its entry's body, where its words may be read from. */
  put(message: StoredMessage, opener?: Uint8Array): void;
  /** Messages from entries behind that place have their words themselves from now on. */
  spell(space: SpaceId, log: LogRef, after: number): void;
  forget(space: SpaceId, logId: LogId, after: number): void;
  /** What was opened of one entry goes; gives the ids of the tombstones that it leaves. */
  drop(space: SpaceId, logId: LogId, sequence: number, leave: 'tombstone' | 'nothing'): string[];
  /** How many are of a log behind that, or of the space, at most `limit`. */
  countGoing(space: SpaceId, limit: number, behind?: { logId: LogId; after: number }): number;
}

export const openMessages = (statements: Statements, names: Names, marks: Marks): Messages => {
  const remove = (id: number): void => void statements.run('DELETE FROM message WHERE id = ?', id);
  /** Of two histories of a log both may have been opened, so its place alone does not say which entry. A tombstone makes room. */
  const isThere = (writer: number, { sequence, entry }: StoredMessage): boolean => {
    const sql =
      'SELECT id, flags FROM message WHERE writer = ? AND sequence = ? AND key IS NULL AND entry = ?';
    const row = statements.get<Pick<RivalRow, 'id' | 'flags'>>(sql, writer, sequence, toBlob(entry));
    if (row !== undefined && isTombstone(row)) remove(row.id);
    return row !== undefined && !isTombstone(row);
  };
  /** The entry that has the words, if its body is here. */
  const sourceOf = (message: StoredMessage): number | undefined => {
    const log = names.findLog(message);
    if (log === undefined) return undefined;
    const sql = 'SELECT e.id FROM entry e JOIN body b ON b.entry = e.id WHERE e.log = ? AND e.sequence = ?';
    return statements.get<{ id: number }>(sql, log, message.sequence)?.id;
  };
  const rivalsOf = (owner: number, key: string | Uint8Array): RivalRow[] =>
    statements.all<RivalRow>(
      `SELECT id, clock, entry, part, shown, flags FROM message
       WHERE id IN ${markedMessages('?')} AND space = ? AND coalesce(key, entry) = ?`,
      markOf(key),
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
        if (order > 0 || (order === 0 && !isTombstone(rival))) return 'skip';
        remove(rival.id);
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
    const sql = `${SELECT_MESSAGES} WHERE m.id IN ${markedMessages('?')} AND m.space = ?
      AND coalesce(m.key, m.entry) = ? AND m.shown = 1`;
    const key = shorten(id);
    const row = statements.get<MessageRow>(sql, markOf(key), markOf(key), owner, key);
    return row && toMessage(space, row);
  };

  return {
    page: (space, channel, page) => {
      const within = names.findChannel(space, channel);
      if (within === undefined) return [];
      const { after, before, newest } = boundsOf(page);
      const found = (page.withoutApart === true ? PAGES.slice(0, 1) : PAGES).flatMap((sql) =>
        statements
          .all<MessageRow>(
            newest ? sql.newest : sql.oldest,
            within,
            after.clock,
            toBlob(after.entry),
            after.part,
            before.clock,
            toBlob(before.entry),
            before.part,
            page.limit,
          )
          .map((row) => toMessage(space, row)),
      );
      found.sort(comparePlaces);
      return newest ? found.slice(-page.limit) : found.slice(0, page.limit);
    },

    one,

    idsFrom: (space, digits) => {
      const owner = names.findSpace(space);
      if (owner === undefined) return [];
      const sql = `SELECT DISTINCT coalesce(key, entry) AS key FROM message
        WHERE id IN ${MARKED_WITHIN} AND space = ? AND shown = 1`;
      return statements
        .all<{ key: string | Uint8Array }>(sql, ...marksFrom(digits), ...marksFrom(digits), owner)
        .map(({ key }) => spellOut(key))
        .filter((id) => id.startsWith(digits))
        .slice(0, 2);
    },

    byIds: (space, ids) =>
      [...new Set(ids)].map((id) => one(space, id)).filter((found) => found !== undefined),

    count: (space, channel) => {
      const within = names.findChannel(space, channel);
      if (within === undefined) return 0;
      return (
        statements.get<{ messages: number }>('SELECT messages FROM channel WHERE id = ?', within)?.messages ??
        0
      );
    },

    known: (space, ids) => {
      const owner = names.findSpace(space);
      const known = new Set<string>();
      if (owner === undefined) return known;
      for (const id of ids) {
        if (rivalsOf(owner, shorten(id)).length > 0) known.add(id);
      }
      return known;
    },

    put: (message, opener) => {
      const owner = names.space(message.space);
      const writer = names.writer(message.space, message.logId, message.device);
      // An entry's id says its log and its place, so nothing else has it: that need not be looked for among all ids.
      const isEntry = message.id === message.entry;
      if (isEntry && isThere(writer, message)) return;
      const key = shorten(message.id);
      const verdict = isEntry ? 'show' : judge(rivalsOf(owner, key), message);
      if (verdict === 'skip') return;
      const source = opener && sourceOf(message);
      const { rowId } = statements.run(
        `INSERT INTO message
           (space, key, channel, writer, sequence, clock, entry, part, shown, imported, author, time, text, root, flags, extras,
            source, opener)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        owner,
        isEntry ? null : key,
        names.channel(message.space, message.channel),
        writer,
        message.sequence,
        message.clock,
        toBlob(message.entry),
        message.part,
        verdict === 'show' ? 1 : 0,
        message.kind === 'import' ? 1 : 0,
        message.author ?? null,
        message.time ?? null,
        source === undefined ? message.text : null,
        message.root === undefined ? null : shorten(message.root),
        flagsOf(message),
        message.extras ?? null,
        source ?? null,
        source === undefined ? null : (opener ?? null),
      );
      marks.put(markOf(key), rowId);
    },

    spell: (space, log, after) => {
      const owner = names.findSpace(space);
      if (owner === undefined) return;
      statements.run(
        `UPDATE message SET text = ${wordsOf('message')}, source = NULL, opener = NULL WHERE source IN (
           SELECT e.id FROM entry e JOIN log l ON l.id = e.log
           WHERE l.space = ? AND l.channel = ? AND l.device = ? AND l.generation = ? AND e.sequence > ?)`,
        owner,
        toBlob(log.channel),
        toBlob(log.device),
        log.generation,
        after,
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
         RETURNING coalesce(key, entry) AS key, shown`,
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
          `UPDATE message SET text = '', source = NULL, opener = NULL, author = NULL, time = NULL, extras = NULL,
             flags = (flags & ${APART}) | ${DROPPED} WHERE ${where} RETURNING coalesce(key, entry) AS key`,
          sequence,
          owner,
          toBlob(logId),
        );
        return left.map(({ key }) => spellOut(key));
      }
      const gone = statements.all<{ key: string | Uint8Array; shown: number }>(
        `DELETE FROM message WHERE ${where} RETURNING coalesce(key, entry) AS key, shown`,
        sequence,
        owner,
        toBlob(logId),
      );
      for (const { key, shown } of gone) if (shown === 1) showFirst(owner, key);
      return [];
    },
  };
};
