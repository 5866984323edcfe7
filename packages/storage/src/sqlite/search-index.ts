/**
 * [A5] The full-text index: FTS5 without content, in the same encrypted file. Its rows are numbered by the second that a
 * message shows, so that "newest first" and dates are ranges of row numbers and a query stops as soon as its page is full.
 * Who wrote a message, where, and what it has are words of the index too, made with signs that no text yields; so filters
 * are intersected like words. Triggers keep it true to the table `message` whoever changes that; new rows are taken in
 * later, in steps, by their place in the order of arrival.
 */
import { foldName, type IndexProgress, secondOf } from '../search/query.ts';
import { wordsOf } from '../search/words.ts';
import type { Connection, Value } from './driver.ts';
import { FILE, LINK } from './message-row.ts';
import type { Statements } from './statements.ts';

/** What the words of a text are made of. Another number makes every index anew. */
const FORM = 1;
/** Taking one out takes a millisecond or two; all of them at once a quarter of a second for 250,000. */
export const DELETED_ONE_BY_ONE = 1000;
/** Messages of one second that have places of their own; further ones take places of the next. */
export const PLACES_IN_SECOND = 2 ** 16;

/** Words of the index that say where a message is and what it has: private-use signs, which `wordsOf` never gives. */
export const label = {
  every: () => '\ue000',
  channel: (channel: number) => `\ue001${channel}`,
  writer: (writer: number) => `\ue002${writer}`,
  author: (name: string) => `\ue003${foldName(name)}`,
  link: () => '\ue004',
  file: () => '\ue005',
};

/** What of a message its words in the index are made of. */
const MADE_OF = ['text', 'channel', 'writer', 'author', 'flags'] as const;

interface Indexed {
  text: string;
  channel: number;
  writer: number;
  author: string | null;
  flags: number;
}

const indexedWords = ({ text, channel, writer, author, flags }: Indexed): string => {
  const labels = [
    label.every(),
    label.channel(channel),
    author === null ? label.writer(writer) : label.author(author),
    ...((flags & LINK) === 0 ? [] : [label.link()]),
    ...((flags & FILE) === 0 ? [] : [label.file()]),
  ];
  return [...wordsOf(text).map(({ token }) => token), ...labels].join(' ');
};

const of = (row: 'old' | 'new'): string => MADE_OF.map((column) => `${row}.${column}`).join(', ');
const WORDS_OF_OLD = `search_words(${of('old')})`;

/** The tables; a migration. */
export const SEARCH_SCHEMA = `
CREATE TABLE search_state (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  form INTEGER NOT NULL,
  mark INTEGER NOT NULL
) STRICT;
INSERT INTO search_state VALUES (1, 0, 0);
CREATE TABLE search_place (
  place INTEGER PRIMARY KEY,
  message INTEGER NOT NULL UNIQUE
) STRICT;
CREATE VIRTUAL TABLE search USING fts5(words, content = '', tokenize = 'ascii');
INSERT INTO search (search, rank) VALUES ('secure-delete', 1);
CREATE TRIGGER search_gone AFTER DELETE ON message
WHEN EXISTS (SELECT 1 FROM search_place WHERE message = old.id) BEGIN
  INSERT INTO search (search, rowid, words)
    SELECT 'delete', place, ${WORDS_OF_OLD} FROM search_place WHERE message = old.id;
  DELETE FROM search_place WHERE message = old.id;
END;
CREATE TRIGGER search_row_reused AFTER DELETE ON message BEGIN
  UPDATE search_state SET mark = (SELECT coalesce(max(id), 0) FROM message)
    WHERE mark > (SELECT coalesce(max(id), 0) FROM message);
END;
CREATE TRIGGER search_changed AFTER UPDATE OF ${MADE_OF.join(', ')} ON message
WHEN (${of('old')}) IS NOT (${of('new')})
  AND EXISTS (SELECT 1 FROM search_place WHERE message = old.id) BEGIN
  INSERT INTO search (search, rowid, words)
    SELECT 'delete', place, ${WORDS_OF_OLD} FROM search_place WHERE message = old.id;
  INSERT INTO search (rowid, words)
    SELECT place, search_words(${of('new')}) FROM search_place WHERE message = old.id;
END;
`;

/** What the triggers call; before anything is written on a connection. */
export const registerSearchWords = (connection: Connection): void => {
  // SQLite counts the parameters of the function that it is given.
  const words = (text: Value, channel: Value, writer: Value, author: Value, flags: Value): Value =>
    indexedWords({ text, channel, writer, author, flags } as Indexed);
  connection.function('search_words', { deterministic: true }, words);
};

export interface SearchIndex {
  progress(): IndexProgress;
  /** Takes in messages until `budgetMs` have passed; at least one. To be called within a transaction. */
  advance(budgetMs: number): void;
  /** To be called before many messages are deleted at once: beyond some, it is quicker to begin anew. */
  expectDeletion(count: number): void;
}

interface NewRow extends Indexed {
  id: number;
  clock: number;
  time: string | null;
}

const ROWS_READ = 64;

export const openSearchIndex = (statements: Statements): SearchIndex => {
  const setMark = (mark: number): void => {
    statements.run('UPDATE search_state SET mark = ?', mark);
  };
  const reset = (): void => {
    statements.run("INSERT INTO search (search) VALUES ('delete-all')");
    statements.run('DELETE FROM search_place');
    setMark(0);
  };
  const state = (): { form: number; mark: number } =>
    statements.get<{ form: number; mark: number }>('SELECT form, mark FROM search_state') ?? {
      form: FORM,
      mark: 0,
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

  const take = (row: NewRow): void => {
    const place = freePlace(secondOf({ clock: row.clock as never, time: row.time ?? undefined }));
    statements.run('INSERT INTO search_place (place, message) VALUES (?, ?)', place, row.id);
    const words = indexedWords(row);
    statements.run('INSERT INTO search (rowid, words) VALUES (?, ?)', place, words);
  };

  return {
    progress: () => {
      const total =
        statements.get<{ last: number }>('SELECT coalesce(max(id), 0) AS last FROM message')?.last ?? 0;
      const { form, mark } = state();
      return { done: form === FORM ? Math.min(mark, total) : 0, total };
    },
    advance: (budgetMs) => {
      const end = performance.now() + budgetMs;
      const { form, mark } = state();
      if (form !== FORM) {
        reset();
        statements.run('UPDATE search_state SET form = ?', FORM);
      }
      let at = form === FORM ? mark : 0;
      for (;;) {
        const rows = statements.all<NewRow>(
          `SELECT id, clock, time, ${MADE_OF.join(', ')} FROM message WHERE id > ? ORDER BY id LIMIT ?`,
          at,
          ROWS_READ,
        );
        for (const row of rows) {
          take(row);
          at = row.id;
          if (performance.now() >= end) break;
        }
        if (rows.length < ROWS_READ || performance.now() >= end) break;
      }
      setMark(at);
    },
    expectDeletion: (count) => {
      if (count > DELETED_ONE_BY_ONE) reset();
    },
  };
};
