/** Taking messages into the full-text index, in steps. What the index is stands in `search-schema.ts`. */
import type { Hlc } from '@plexi/protocol';
import { type IndexProgress, secondOf } from '../search/query.ts';
import { markedMessages } from './marks.ts';
import { wordsOf } from './message-words.ts';
import {
  EDIT_SOURCE,
  type EditSource,
  type MessageSource,
  wordsOfEdit,
  wordsOfMessage,
} from './search-schema.ts';
import type { Statements } from './statements.ts';

/** What the words of a text are made of. Another number makes every index anew. */
const FORM = 1;
/** Taking one out takes a millisecond or two; all of them at once a quarter of a second for 250,000. */
export const DELETED_ONE_BY_ONE = 1000;
/** Messages of one second that have places of their own; further ones take places of the next. */
export const PLACES_IN_SECOND = 2 ** 16;

export interface SearchIndex {
  progress(): IndexProgress;
  /** Takes in messages until `budgetMs` have passed; at least one. To be called within a transaction. */
  advance(budgetMs: number): void;
  /** To be called before many messages are deleted at once: beyond some, it is quicker to begin anew. */
  expectDeletion(count: number): void;
}

interface State {
  form: number;
  message_mark: number;
  edit_mark: number;
}

interface NewMessage extends MessageSource {
  id: number;
  clock: number;
  time: string | null;
}

interface NewEdit extends EditSource {
  id: number;
  kind: string;
  clock: number;
  message_clock: number | null;
  message_time: string | null;
}

const ROWS_READ = 64;

const NEW_MESSAGES = `
SELECT id, clock, time, ${wordsOf('message')} AS text, channel, writer, author, flags FROM message WHERE id > ? ORDER BY id LIMIT ?`;
/** With the time of the message that an edit is about, where that is here. */
const NEW_EDITS = `
SELECT a.id, a.kind, a.clock, ${EDIT_SOURCE.map((column) => `a.${column}`).join(', ')},
  m.clock AS message_clock, m.time AS message_time
FROM annotation a LEFT JOIN message m ON m.id IN ${markedMessages('a.mark')}
  AND m.space = a.space AND coalesce(m.key, m.entry) = a.target AND m.shown = 1
WHERE a.id > ? ORDER BY a.id LIMIT ?`;

export const openSearchIndex = (statements: Statements): SearchIndex => {
  const state = (): State =>
    statements.get<State>('SELECT form, message_mark, edit_mark FROM search_state') as State;
  const lastOf = (table: 'message' | 'annotation'): number =>
    statements.get<{ last: number }>(`SELECT coalesce(max(id), 0) AS last FROM ${table}`)?.last ?? 0;

  const reset = (): void => {
    statements.run("INSERT INTO search (search) VALUES ('delete-all')");
    statements.run('DELETE FROM search_place');
    statements.run('UPDATE search_state SET form = ?, message_mark = 0, edit_mark = 0', FORM);
  };

  /** The next free place in a second, or in the first one after it that has one. */
  const freePlace = (second: number): number => {
    for (let from = second * PLACES_IN_SECOND; ; from += PLACES_IN_SECOND) {
      const last = statements.get<{ place: number | null }>(
        'SELECT max(place) AS place FROM search_place WHERE place >= ? AND place < ?',
        from,
        from + PLACES_IN_SECOND,
      )?.place;
      const place = typeof last === 'number' ? last + 1 : from;
      if (place < from + PLACES_IN_SECOND) return place;
    }
  };

  const put = (second: number, row: { message: number } | { edit: number }, words: string): void => {
    const place = freePlace(second);
    const [column, id] = 'message' in row ? ['message', row.message] : ['edit', row.edit];
    statements.run(`INSERT INTO search_place (place, ${column}) VALUES (?, ?)`, place, id);
    statements.run('INSERT INTO search (rowid, words) VALUES (?, ?)', place, words);
  };

  const takeMessage = (row: NewMessage): void => {
    const second = secondOf({ clock: row.clock as Hlc, time: row.time ?? undefined });
    put(second, { message: row.id }, wordsOfMessage(row));
  };

  const takeEdit = (row: NewEdit): void => {
    if (row.kind !== 'edit') return;
    const clock = (row.message_clock ?? row.clock) as Hlc;
    const second = secondOf({ clock, time: row.message_time ?? undefined });
    put(second, { edit: row.id }, wordsOfEdit(row));
  };

  /** Takes in rows behind `mark` until `end`; gives the last one's number. */
  const takeRows = <Row extends { id: number }>(
    sql: string,
    mark: number,
    end: number,
    take: (row: Row) => void,
  ): number => {
    let at = mark;
    for (;;) {
      const rows = statements.all<Row>(sql, at, ROWS_READ);
      for (const row of rows) {
        take(row);
        at = row.id;
        if (performance.now() >= end) return at;
      }
      if (rows.length < ROWS_READ) return at;
    }
  };

  return {
    progress: () => {
      const { form, message_mark, edit_mark } = state();
      const total = lastOf('message') + lastOf('annotation');
      return { done: form === FORM ? message_mark + edit_mark : 0, total };
    },
    advance: (budgetMs) => {
      const end = performance.now() + budgetMs;
      if (state().form !== FORM) reset();
      const marks = state();
      const message = takeRows(NEW_MESSAGES, marks.message_mark, end, takeMessage);
      statements.run('UPDATE search_state SET message_mark = ?', message);
      if (message < lastOf('message')) return;
      const edit = takeRows(NEW_EDITS, marks.edit_mark, end, takeEdit);
      statements.run('UPDATE search_state SET edit_mark = ?', edit);
    },
    expectDeletion: (count) => {
      if (count > DELETED_ONE_BY_ONE) reset();
    },
  };
};
