import type { Member } from '@plexi/operations';
import { useEffect, useState } from 'react';
import type { Named } from '../lookalike/flag-name.ts';
import { namesOfMembers, namesOfPlaces } from '../lookalike/names-of.ts';
import type { SlashCommand } from '../plugin/use-commands.ts';
import { useTexts } from '../texts/TextsProvider.tsx';
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
  kind: 'person' | 'everyone' | 'channel' | 'emoji' | 'command';
  /** What a command does, in words of its plugin. */
  summary?: string;
  /** The account or channel. */
  id?: string;
  /** Of who is no person: what they are. */
  nature?: 'ai' | 'bot';
  /** The names that it could be taken for. */
  among?: readonly Named[];
}

/** Options shown at once. */
const SHOWN = 8;

const HINTS = { here: 'mention.here', channel: 'mention.channel', ai: 'mention.ai' } as const;

/** Names that mean several: any of the AI nodes where there are some to choose from. */
const severalAmong = (members: readonly Member[]): (keyof typeof HINTS)[] =>
  members.filter(({ role }) => role === 'ai').length > 1 ? ['here', 'channel', 'ai'] : ['here', 'channel'];

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
export const useCompletions = (
  text: string,
  caret: number | undefined,
  commands: readonly SlashCommand[],
): Completions => {
  const { locale } = useTexts();
  const { members, channels } = usePlace();
  const completion = caret === undefined ? undefined : findCompletion(text, caret);
  const [emoji, setEmoji] = useState<{ query: string; options: Option[] }>();
  const wanted = completion?.sign === ':' ? completion.query.toLowerCase() : undefined;
  useEffect(() => {
    if (wanted === undefined) return undefined;
    let live = true;
    // Its data comes when somebody first types a colon and two letters.
    void import('../emoji/emoji-data.ts')
      .then(({ findEmoji }) => findEmoji(wanted, SHOWN, locale))
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
  }, [wanted, locale]);

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
          among: namesOfMembers(members),
          ...(member.role === 'ai' || member.role === 'bot' ? { nature: member.role } : {}),
        }),
      );
      const everyone = best(severalAmong(members), (name) => name, query).map(
        (name): Option => ({
          key: name,
          insert: `@${name}`,
          label: `@${name}`,
          hint: HINTS[name],
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
          among: namesOfPlaces(channels),
        })),
      };
    case '/':
      return {
        completion,
        options: best(commands, ({ name }) => name, query).map(
          ({ plugin, name, summary }): Option => ({
            key: `${plugin}/${name}`,
            insert: `/${name}`,
            label: `/${name}`,
            kind: 'command',
            summary,
          }),
        ),
      };
    case ':':
      return { completion, options: emoji?.query === query ? emoji.options : [] };
  }
};
