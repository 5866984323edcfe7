/**
 * [A5] The full-text index: FTS5 without content, in the same encrypted file. Its rows are numbered by the second that a
 * message shows, so that "newest first" and dates are ranges of row numbers and a query stops as soon as its page is full.
 * Who wrote a message, where, and what it has are words of the index too, made with signs that no text yields; so filters
 * are intersected like words. What an edit says is a row of its own, about the same message: which of them counts is the
 * fold's question. Triggers keep the index true to its tables whoever changes them; new rows are taken in later, in steps,
 * by their place in the order of arrival (`search-index.ts`).
 */
import { textOfEdit } from '../search/edit.ts';
import { foldName, hasLink } from '../search/query.ts';
import { wordsOf as wordsIn } from '../search/words.ts';
import type { Connection, Value } from './driver.ts';
import { FILE, LINK } from './message-row.ts';
import { wordsOf } from './message-words.ts';

/** Words of the index that say where a message is and what it has: private-use signs, which `wordsOf` never gives. */
export const label = {
  every: () => '\ue000',
  channel: (channel: number) => `\ue001${channel}`,
  writer: (writer: number) => `\ue002${writer}`,
  author: (name: string) => `\ue003${foldName(name)}`,
  link: () => '\ue004',
  file: () => '\ue005',
};

/** What of a message its words in the index are made of; and of an edit. */
const MESSAGE_SOURCE = ['text', 'channel', 'writer', 'author', 'flags'] as const;
export const EDIT_SOURCE = ['payload', 'channel', 'writer'] as const;

export interface MessageSource {
  text: string;
  channel: number;
  writer: number;
  author: string | null;
  flags: number;
}

export interface EditSource {
  payload: Uint8Array | null;
  channel: number;
  writer: number;
}

export const wordsOfMessage = ({ text, channel, writer, author, flags }: MessageSource): string => {
  const labels = [
    label.every(),
    label.channel(channel),
    author === null ? label.writer(writer) : label.author(author),
    ...((flags & LINK) === 0 ? [] : [label.link()]),
    ...((flags & FILE) === 0 ? [] : [label.file()]),
  ];
  return [...wordsIn(text).map(({ token }) => token), ...labels].join(' ');
};

export const wordsOfEdit = ({ payload, channel, writer }: EditSource): string => {
  const text = textOfEdit(payload ?? undefined);
  return wordsOfMessage({ text, channel, writer, author: null, flags: hasLink(text) ? LINK : 0 });
};

const from = (row: 'old' | 'new', columns: readonly string[]): string =>
  columns.map((column) => `${row}.${column}`).join(', ');
const OLD = from('old', MESSAGE_SOURCE);
const NEW = from('new', MESSAGE_SOURCE);

/** The same columns, the words wherever they are. */
const sourceOf = (row: 'old' | 'new' | 'message'): string =>
  [wordsOf(row), ...MESSAGE_SOURCE.slice(1).map((column) => `${row}.${column}`)].join(', ');

/** A deleted row's number may be given again, to a row that is not indexed yet. */
const keepMark = (table: string, mark: string): string => `
CREATE TRIGGER search_${mark} AFTER DELETE ON ${table} BEGIN
  UPDATE search_state SET ${mark} = (SELECT coalesce(max(id), 0) FROM ${table})
    WHERE ${mark} > (SELECT coalesce(max(id), 0) FROM ${table});
END;`;

/** The tables; a migration. */
export const SEARCH_SCHEMA = `
CREATE TABLE search_state (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  form INTEGER NOT NULL,
  message_mark INTEGER NOT NULL,
  edit_mark INTEGER NOT NULL
) STRICT;
INSERT INTO search_state VALUES (1, 0, 0, 0);
CREATE TABLE search_place (
  place INTEGER PRIMARY KEY,
  message INTEGER UNIQUE,
  edit INTEGER UNIQUE
) STRICT;
CREATE VIRTUAL TABLE search USING fts5(words, content = '', tokenize = 'ascii');
INSERT INTO search (search, rank) VALUES ('secure-delete', 1);
CREATE TRIGGER search_message_gone AFTER DELETE ON message
WHEN EXISTS (SELECT 1 FROM search_place WHERE message = old.id) BEGIN
  INSERT INTO search (search, rowid, words)
    SELECT 'delete', place, search_words(${OLD}) FROM search_place WHERE message = old.id;
  DELETE FROM search_place WHERE message = old.id;
END;
CREATE TRIGGER search_message_changed AFTER UPDATE OF ${MESSAGE_SOURCE.join(', ')} ON message
WHEN (${OLD}) IS NOT (${NEW}) AND EXISTS (SELECT 1 FROM search_place WHERE message = old.id) BEGIN
  INSERT INTO search (search, rowid, words)
    SELECT 'delete', place, search_words(${OLD}) FROM search_place WHERE message = old.id;
  INSERT INTO search (rowid, words)
    SELECT place, search_words(${NEW}) FROM search_place WHERE message = old.id;
END;
CREATE TRIGGER search_edit_gone AFTER DELETE ON annotation
WHEN EXISTS (SELECT 1 FROM search_place WHERE edit = old.id) BEGIN
  INSERT INTO search (search, rowid, words)
    SELECT 'delete', place, search_edit_words(${from('old', EDIT_SOURCE)}) FROM search_place WHERE edit = old.id;
  DELETE FROM search_place WHERE edit = old.id;
END;
${keepMark('message', 'message_mark')}
${keepMark('annotation', 'edit_mark')}
`;

/** As those of `SEARCH_SCHEMA`, for a table of messages whose words may be in their entries' bodies. */
export const SEARCH_TRIGGERS = `
CREATE TRIGGER search_message_gone AFTER DELETE ON message
WHEN EXISTS (SELECT 1 FROM search_place WHERE message = old.id) BEGIN
  INSERT INTO search (search, rowid, words)
    SELECT 'delete', place, search_words(${sourceOf('old')}) FROM search_place WHERE message = old.id;
  DELETE FROM search_place WHERE message = old.id;
END;
CREATE TRIGGER search_message_changed AFTER UPDATE OF ${MESSAGE_SOURCE.join(', ')} ON message
WHEN EXISTS (SELECT 1 FROM search_place WHERE message = old.id) AND (${sourceOf('old')}) IS NOT (${sourceOf('new')}) BEGIN
  INSERT INTO search (search, rowid, words)
    SELECT 'delete', place, search_words(${sourceOf('old')}) FROM search_place WHERE message = old.id;
  INSERT INTO search (rowid, words)
    SELECT place, search_words(${sourceOf('new')}) FROM search_place WHERE message = old.id;
END;
${keepMark('message', 'message_mark')}
`;

/** What the triggers call; before anything is written on a connection. */
export const registerSearchWords = (connection: Connection): void => {
  // SQLite counts the parameters of the functions that it is given.
  const ofMessage = (text: Value, channel: Value, writer: Value, author: Value, flags: Value): Value =>
    wordsOfMessage({ text, channel, writer, author, flags } as MessageSource);
  const ofEdit = (payload: Value, channel: Value, writer: Value): Value =>
    wordsOfEdit({ payload, channel, writer } as EditSource);
  connection.function('search_words', { deterministic: true }, ofMessage);
  connection.function('search_edit_words', { deterministic: true }, ofEdit);
};
