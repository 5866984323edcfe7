import { useEffect, useState } from 'react';
import type { TextKey } from '../texts/translate.ts';
import { usePlace } from '../timeline/PlaceProvider.tsx';
import { type Completion, findCompletion } from './find-completion.ts';

export interface Option {
  key: string;
  /** What is put into the text. */
  insert: string;
  label: string;
  /** What it does, where its name alone doesn't say. */
  hint?: TextKey;
  kind: 'person' | 'everyone' | 'channel' | 'emoji';
  /** The account or channel. */
  id?: string;
}

/** Options shown at once. */
const SHOWN = 8;

const rank = (name: string, query: string): number => {
  const low = name.toLowerCase();
  if (low.startsWith(query)) return 0;
  return low.split(/[\s._-]+/u).some((word) => word.startsWith(query)) ? 1 : low.includes(query) ? 2 : 3;
};

const best = <Item>(items: readonly Item[], nameOf: (item: Item) => string, query: string): Item[] =>
  items
    .map((item) => ({ item, place: rank(nameOf(item), query) }))
    .filter(({ place }) => place < 3)
    .sort((left, right) => left.place - right.place)
    .slice(0, SHOWN)
    .map(({ item }) => item);

export interface Completions {
  completion: Completion | undefined;
  options: readonly Option[];
}

/** What could be meant at the caret. */
export const useCompletions = (text: string, caret: number | undefined): Completions => {
  const { members, channels } = usePlace();
  const completion = caret === undefined ? undefined : findCompletion(text, caret);
  const [emoji, setEmoji] = useState<{ query: string; options: Option[] }>();
  const wanted = completion?.sign === ':' ? completion.query.toLowerCase() : undefined;
  useEffect(() => {
    if (wanted === undefined) return undefined;
    let live = true;
    // Its data comes when somebody first types a colon and two letters.
    void import('../emoji/emoji-data.ts')
      .then(({ findEmoji }) => findEmoji(wanted, SHOWN))
      .then(
        (found) => {
          if (live)
            setEmoji({
              query: wanted,
              options: found.map((one) => ({
                key: one.emoji,
                insert: one.emoji,
                label: one.label,
                kind: 'emoji',
              })),
            });
        },
        () => undefined,
      );
    return () => {
      live = false;
    };
  }, [wanted]);

  if (completion === undefined) return { completion, options: [] };
  const query = completion.query.toLowerCase();
  switch (completion.sign) {
    case '@': {
      const people = best(members, (member) => member.name, query).map(
        (member): Option => ({
          key: member.account,
          insert: `@${member.name}`,
          label: member.name,
          kind: 'person',
          id: member.account,
        }),
      );
      const everyone = best(['here', 'channel'] as const, (name) => name, query).map(
        (name): Option => ({
          key: name,
          insert: `@${name}`,
          label: `@${name}`,
          hint: name === 'here' ? 'mention.here' : 'mention.channel',
          kind: 'everyone',
        }),
      );
      return { completion, options: [...people, ...everyone].slice(0, SHOWN) };
    }
    case '#':
      return {
        completion,
        options: best(channels, (channel) => channel.name, query).map((channel) => ({
          key: channel.id,
          insert: `#${channel.name}`,
          label: channel.name,
          kind: 'channel',
          id: channel.id,
        })),
      };
    case ':':
      return { completion, options: emoji?.query === query ? emoji.options : [] };
  }
};
