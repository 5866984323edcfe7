/**
 * Finding messages by their ids. Ids come in no order, so an index of them has each new message change a page somewhere in all of it: with
 * a million messages, nearly a page for each of a batch. So marks (the beginnings of ids) are put into the small index of their
 * *segment*, a stretch of messages in their order of arrival, and segments are later taken into the *settled* index together, in
 * the order of marks, a slice of it with each commit: many of them then share a page [decision 0031].
 */
import type { Statements } from './statements.ts';

/** Messages of one segment: 2 to the power of this. Its index is some 60 pages. */
const SEGMENT_BITS = 13;
/** Complete segments that are taken into the settled index at once. */
const SEGMENTS_AT_ONCE = 16;
/** A new message has so many of theirs be taken in: they are settled before as many new ones wait. */
const HASTE = 2;
/** Marks are below. */
const END = 2 ** 48;

/** Numbers of the messages with a mark, as SQL; the mark is a parameter or column, and stands in it twice. */
export const markedMessages = (mark: string): string => `(
  SELECT message FROM mark_settled WHERE mark = ${mark} UNION ALL
  SELECT young.message FROM mark_segment CROSS JOIN mark_young young
    ON young.segment = mark_segment.id AND young.mark = ${mark})`;

/** Those of a range of marks; the least and the greatest are parameters, and stand in it twice. */
export const MARKED_WITHIN = `(
  SELECT message FROM mark_settled WHERE mark BETWEEN ? AND ? UNION ALL
  SELECT young.message FROM mark_segment CROSS JOIN mark_young young
    ON young.segment = mark_segment.id AND young.mark BETWEEN ? AND ?)`;

/** `upto` is the last segment that is being settled, 0 for none; what is below `cursor` of them is settled. */
export const MARKS_SCHEMA = `
CREATE TABLE mark_settled (
  mark INTEGER NOT NULL, message INTEGER NOT NULL, PRIMARY KEY (mark, message)
) STRICT, WITHOUT ROWID;
CREATE TABLE mark_young (
  segment INTEGER NOT NULL, mark INTEGER NOT NULL, message INTEGER NOT NULL, PRIMARY KEY (segment, mark, message)
) STRICT, WITHOUT ROWID;
CREATE TABLE mark_segment (id INTEGER PRIMARY KEY) STRICT;
CREATE TABLE mark_state (id INTEGER PRIMARY KEY CHECK (id = 1), upto INTEGER NOT NULL, cursor INTEGER NOT NULL) STRICT;
INSERT INTO mark_state VALUES (1, 0, 0);
CREATE TRIGGER mark_gone AFTER DELETE ON message BEGIN
  DELETE FROM mark_settled WHERE mark = message_mark(coalesce(old.key, old.entry)) AND message = old.id;
  DELETE FROM mark_young WHERE segment = (old.id >> ${SEGMENT_BITS}) + 1
    AND mark = message_mark(coalesce(old.key, old.entry)) AND message = old.id;
END;
`;

export interface Marks {
  /** A message is there now. */
  put(mark: number, message: number): void;
  /** To be called with each commit that brings messages: so many came. */
  settle(count: number): void;
  /** To be called after a rollback and after deleting. */
  forget: () => void;
}

interface State {
  upto: number;
  cursor: number;
}

export const openMarks = (statements: Statements): Marks => {
  let state: State | undefined;
  let last: number | undefined;
  const current = (): State => {
    state ??= statements.get<State>('SELECT upto, cursor FROM mark_state') as State;
    return state;
  };
  const set = (next: State): void => {
    statements.run('UPDATE mark_state SET upto = ?, cursor = ?', next.upto, next.cursor);
    state = next;
  };

  const begin = (): void => {
    const segments = statements.all<{ id: number }>('SELECT id FROM mark_segment ORDER BY id');
    const newest = segments.at(-2);
    if (segments.length > SEGMENTS_AT_ONCE && newest !== undefined) set({ upto: newest.id, cursor: 0 });
  };

  /** Settles the next slice; once all is settled, takes the segments away one by one. */
  const goOn = ({ upto, cursor }: State, count: number): void => {
    if (cursor < END) {
      const all = SEGMENTS_AT_ONCE * 2 ** SEGMENT_BITS;
      const next = Math.min(END, cursor + Math.ceil((END / all) * HASTE * count));
      statements.run(
        `INSERT OR IGNORE INTO mark_settled SELECT young.mark, young.message
         FROM mark_segment CROSS JOIN mark_young young ON young.segment = mark_segment.id
         WHERE mark_segment.id <= ? AND young.mark >= ? AND young.mark < ? ORDER BY young.mark`,
        upto,
        cursor,
        next,
      );
      set({ upto, cursor: next });
      return;
    }
    const oldest = statements.get<{ id: number }>('SELECT id FROM mark_segment WHERE id <= ? LIMIT 1', upto);
    if (oldest === undefined) {
      set({ upto: 0, cursor: 0 });
      return;
    }
    statements.run('DELETE FROM mark_young WHERE segment = ?', oldest.id);
    statements.run('DELETE FROM mark_segment WHERE id = ?', oldest.id);
  };

  return {
    put: (mark, message) => {
      // Not bits: numbers of rows may exceed 32 of them.
      const segment = Math.floor(message / 2 ** SEGMENT_BITS) + 1;
      if (segment <= current().upto) {
        // A number of a message that was deleted since: its segment may have been passed.
        statements.run('INSERT OR IGNORE INTO mark_settled (mark, message) VALUES (?, ?)', mark, message);
        return;
      }
      if (segment !== last) statements.run('INSERT OR IGNORE INTO mark_segment (id) VALUES (?)', segment);
      if (segment !== last && current().upto === 0) begin();
      last = segment;
      statements.run(
        'INSERT INTO mark_young (segment, mark, message) VALUES (?, ?, ?)',
        segment,
        mark,
        message,
      );
    },
    settle: (count) => {
      if (current().upto !== 0) goOn(current(), count);
    },
    forget: () => {
      state = undefined;
      last = undefined;
    },
  };
};
