/** Asking the index. */
import { idFromBytes, plexiError, type SpaceId } from '@plexi/protocol';
import { type FoundMessages, type MessageQuery, secondsOf } from '../search/query.ts';
import type { Phrase } from '../search/words.ts';
import { markedMessages } from './marks.ts';
import { DROPPED, MESSAGE_COLUMNS, type MessageRow, toMessage } from './message-row.ts';
import { type Names, toBlob } from './names.ts';
import { PLACES_IN_SECOND } from './search-index.ts';
import { label } from './search-schema.ts';
import type { Statements } from './statements.ts';

interface FoundRow extends MessageRow {
  place: number;
  space: Uint8Array;
}

/** An edit's row leads to the message that it is about. */
const FIND = `
SELECT p.place, s.space, ${MESSAGE_COLUMNS}
FROM search f JOIN search_place p ON p.place = f.rowid
JOIN message m ON m.id = coalesce(p.message, (
  SELECT about.id FROM annotation a JOIN message about
    ON about.id IN ${markedMessages('a.mark')} AND about.space = a.space
    AND coalesce(about.key, about.entry) = a.target AND about.shown = 1
  WHERE a.id = p.edit
)) AND m.shown = 1 AND m.flags & ${DROPPED} = 0
JOIN space s ON s.id = m.space JOIN writer w ON w.id = m.writer JOIN channel c ON c.id = m.channel
WHERE f.search MATCH ? AND f.rowid >= ? AND f.rowid < ? ORDER BY f.rowid DESC LIMIT ?`;

/** Every word is quoted, so that nothing in it is taken for syntax: https://sqlite.org/fts5.html#full_text_query_syntax */
const quote = (words: string): string => `"${words.replaceAll('"', '""').replaceAll('\0', '')}"`;
const spell = ({ tokens, prefix }: Phrase): string => `${quote(tokens.join(' '))}${prefix ? ' *' : ''}`;
const any = (parts: readonly string[]): string => `(${parts.join(' OR ')})`;

const readCursor = (cursor: string): number => {
  if (!/^\d{1,16}$/u.test(cursor)) throw plexiError('INVALID_INPUT', { detail: 'not a cursor' });
  return Number(cursor);
};

/** The newest messages that the index has for a query. */
export const searchMessages = (statements: Statements, names: Names, query: MessageQuery): FoundMessages => {
  const nothing: FoundMessages = { messages: [], next: undefined };
  const required = query.all.map(spell);
  if (query.places !== undefined) {
    const channels = query.places.map(({ space, channel }) => names.findChannel(space, channel));
    const known = channels.filter((channel) => channel !== undefined);
    if (known.length === 0) return nothing;
    required.push(any(known.map((channel) => quote(label.channel(channel)))));
  }
  if (query.from !== undefined) {
    const writers = query.from.devices.flatMap((device) =>
      statements.all<{ id: number }>('SELECT id FROM writer WHERE device = ?', toBlob(device)),
    );
    const people = [
      ...writers.map(({ id }) => quote(label.writer(id))),
      ...query.from.authors.map((name) => quote(label.author(name))),
    ];
    if (people.length === 0) return nothing;
    required.push(any(people));
  }
  if (query.has !== undefined) required.push(quote(label[query.has]()));
  if (required.length === 0) required.push(quote(label.every()));
  const without = query.none.length === 0 ? '' : ` NOT ${any(query.none.map(spell))}`;
  const [first, last] = secondsOf(query);
  const end = (last + 1) * PLACES_IN_SECOND;
  const rows = statements.all<FoundRow>(
    FIND,
    `(${required.join(' AND ')})${without}`,
    first * PLACES_IN_SECOND,
    query.cursor === undefined ? end : Math.min(end, readCursor(query.cursor)),
    query.limit,
  );
  const oldest = rows.at(-1);
  const messages = rows.map((row) => toMessage(idFromBytes<SpaceId>(row.space), row));
  return {
    // A message and its edits stand together.
    messages: [...new Map(messages.map((message) => [message.space + message.id, message])).values()],
    next: oldest === undefined || rows.length < query.limit ? undefined : String(oldest.place),
  };
};
