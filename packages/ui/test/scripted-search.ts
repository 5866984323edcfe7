/** What the scripted peer finds: messages that hold every word, as they are written. */
import type { Handlers, SearchHit } from '@plexi/operations';
import { plexiError } from '@plexi/protocol';
import type { Script, ScriptedSpace } from './script.ts';

export interface ScriptedSearchDependencies {
  script: Script;
  find: (space: string) => ScriptedSpace;
}

export const scriptSearch = ({ script, find }: ScriptedSearchDependencies): Handlers => ({
  'message.search': async ({ query, space: name, limit, cursor }) => {
    if (query.includes('after:never'))
      throw plexiError('INVALID_INPUT', { detail: 'never: dates are 2026, 2026-03' });
    const spaces = name === undefined ? script.spaces : [find(name)];
    const filters = new Map<string, string>();
    const words = query
      .toLowerCase()
      .replaceAll(
        /(from|in|has):(?:"([^"]*)"|(\S*))/gu,
        (_all, field: string, quoted?: string, bare?: string) => {
          filters.set(field, quoted ?? bare ?? '');
          return '';
        },
      )
      .split(/\s+/u)
      .filter((word) => word !== '');
    const hits = spaces.flatMap(({ summary, channels, messages }) =>
      channels.flatMap(({ id, name: place }) =>
        (messages.get(id) ?? []).flatMap((message): SearchHit[] => {
          const text = message.text.toLowerCase();
          const from = filters.get('from');
          if (!words.every((word) => text.includes(word))) return [];
          if (from !== undefined && message.author.toLowerCase() !== from && !(from === 'me' && message.own))
            return [];
          if (filters.get('in') !== undefined && filters.get('in') !== place) return [];
          if (filters.get('has') === 'link' && !text.includes('http')) return [];
          const marks = words
            .map((word): [number, number] => [text.indexOf(word), text.indexOf(word) + word.length])
            .sort((a, b) => a[0] - b[0]);
          return [
            {
              message: { ...message, channel: id },
              space: summary.id,
              place,
              snippet: { text: message.text, marks },
            },
          ];
        }),
      ),
    );
    hits.reverse();
    const start = Number(cursor ?? 0);
    const end = start + limit;
    return {
      results: hits.slice(start, end),
      ...(end < hits.length ? { cursor: String(end) } : {}),
      indexed: script.indexed ?? { done: 9, total: 9 },
    };
  },
});
