/** Where a phrase stands in a text: for the highlighting of results, and for a store that scans. */
import { type Phrase, type Word, wordsOf } from './words.ts';

/** From and to, in UTF-16 units. */
export type Mark = readonly [number, number];

const markAt = (words: readonly Word[], at: number, { tokens, prefix }: Phrase): Mark | undefined => {
  let end = 0;
  for (const [i, token] of tokens.entries()) {
    const word = words[at + i];
    if (word === undefined) return undefined;
    const open = prefix && i === tokens.length - 1;
    if (open ? !word.token.startsWith(token) : word.token !== token) return undefined;
    end = open && word.first !== undefined && word.token !== token ? word.first : word.end;
  }
  return [(words[at] as Word).start, end];
};

/** All places of one phrase. */
export const findPhrase = (words: readonly Word[], phrase: Phrase): Mark[] =>
  words.map((_word, at) => markAt(words, at, phrase)).filter((mark) => mark !== undefined);

/** What any of the phrases covers: in order, overlapping ones joined. */
export const markMatches = (text: string, phrases: readonly Phrase[]): Mark[] => {
  const words = wordsOf(text);
  const found = phrases.flatMap((phrase) => findPhrase(words, phrase)).sort((a, b) => a[0] - b[0]);
  const joined: [number, number][] = [];
  for (const [start, end] of found) {
    const last = joined.at(-1);
    if (last !== undefined && start <= last[1]) last[1] = Math.max(last[1], end);
    else joined.push([start, end]);
  }
  return joined;
};
