/** Searching by looking at everything. */
import { plexiError } from '@plexi/protocol';
import { textOfEdit } from '../search/edit.ts';
import { findPhrase } from '../search/match.ts';
import {
  type FoundMessages,
  foldName,
  hasLink,
  type MessageQuery,
  secondOf,
  secondsOf,
} from '../search/query.ts';
import { wordsOf } from '../search/words.ts';
import type { StoredMessage } from '../stored-message.ts';
import { comparePlaces, firstOf } from '../timeline.ts';
import type { Memory } from './state.ts';

const editsOf = (memory: Memory, { space, id }: StoredMessage): string[] =>
  [...(memory.spaces.get(space)?.annotations.values() ?? [])]
    .filter(({ kind, target }) => kind === 'edit' && target === id)
    .map(({ payload }) => textOfEdit(payload));

const isWanted = (memory: Memory, query: MessageQuery) => {
  const [first, last] = secondsOf(query);
  const authors = new Set(query.from?.authors.map(foldName));
  return (message: StoredMessage): boolean => {
    const { space, channel, device, author } = message;
    const second = secondOf(message);
    if (second < first || second > last) return false;
    if (query.places?.some((place) => place.space === space && place.channel === channel) === false)
      return false;
    if (query.from !== undefined) {
      const isTheirs =
        author === undefined ? query.from.devices.includes(device) : authors.has(foldName(author));
      if (!isTheirs) return false;
    }
    if (message.dropped) return false;
    const edits = editsOf(memory, message).map((edit) => ({
      text: edit,
      hasLink: hasLink(edit),
      hasFile: false,
    }));
    return [message, ...edits].some(({ text: version, ...of }) => {
      if ((query.has === 'link' && !of.hasLink) || (query.has === 'file' && !of.hasFile)) return false;
      const words = wordsOf(version);
      return (
        query.all.every((phrase) => findPhrase(words, phrase).length > 0) &&
        query.none.every((phrase) => findPhrase(words, phrase).length === 0)
      );
    });
  };
};

export const searchMemory = (memory: Memory, query: MessageQuery): FoundMessages => {
  if (query.cursor !== undefined && !/^\d{1,16}$/u.test(query.cursor))
    throw plexiError('INVALID_INPUT', { detail: 'not a cursor' });
  const all: StoredMessage[] = [];
  for (const space of memory.spaces.values())
    for (const same of space.messages.values()) {
      const first = firstOf(same);
      if (first !== undefined) all.push(first);
    }
  const skipped = Number(query.cursor ?? 0);
  const found = all
    .filter(isWanted(memory, query))
    .sort((a, b) => secondOf(b) - secondOf(a) || comparePlaces(b, a))
    .slice(skipped, skipped + query.limit);
  return { messages: found, next: found.length < query.limit ? undefined : String(skipped + found.length) };
};
