/** Reading a recovery phrase as people type and paste it. https://github.com/bitcoin/bips/blob/master/bip-0039.mediawiki */
import { wordlist } from '@scure/bip39/wordlists/english.js';

export const PHRASE_WORDS = 24;
const KNOWN = new Set(wordlist);
/** Words of a pasted text for which another one is looked for. */
const MOST_SUGGESTED = 2 * PHRASE_WORDS;

/** Words in order, whatever stands between them: spaces, line breaks, commas, numbering. */
export const splitPhrase = (text: string): string[] =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .split(/[^a-z]+/u)
    .filter((word) => word !== '');

export interface PhraseReading {
  words: string[];
  /** Those that are in no phrase, with their place counted from one and a word that may be meant. */
  unknown: { place: number; word: string; suggestion?: string }[];
}

/** Whether one letter more, less or other makes the one the other. */
const isOneOff = (left: string, right: string): boolean => {
  const [short, long] = left.length <= right.length ? [left, right] : [right, left];
  if (long.length - short.length > 1) return false;
  let at = 0;
  while (at < short.length && short[at] === long[at]) at++;
  return short.slice(at + (short.length === long.length ? 1 : 0)) === long.slice(at + 1);
};

// The first four letters tell the words of the list apart (BIP-39), so a start of four decides.
const suggestWord = (word: string): string | undefined =>
  wordlist
    .filter((known) => isOneOff(known, word))
    // A letter left out is the commonest slip.
    .sort((left, right) => right.length - left.length)[0] ??
  wordlist.find((known) => word.length >= 4 && known.startsWith(word.slice(0, 4)));

/** What there is and what is off. The last word is left alone while `typing`: it may be unfinished. */
export const readPhrase = (text: string, typing = false): PhraseReading => {
  const words = splitPhrase(text);
  const settled = typing && /[a-z]$/iu.test(text) ? words.slice(0, -1) : words;
  const unknown = settled.flatMap((word, index) => {
    if (KNOWN.has(word)) return [];
    // A whole page pasted by mistake needs no corrections.
    const suggestion = index < MOST_SUGGESTED ? suggestWord(word) : undefined;
    return [{ place: index + 1, word, ...(suggestion === undefined ? {} : { suggestion }) }];
  });
  return { words, unknown };
};

/** Distinct places to ask for, in order. `random` gives an integer below its argument. */
export const choosePlaces = (count: number, random: (below: number) => number): number[] => {
  const places = Array.from({ length: PHRASE_WORDS }, (_, index) => index + 1);
  const chosen = Array.from({ length: count }, () => places.splice(random(places.length), 1)[0] ?? 1);
  return chosen.sort((left, right) => left - right);
};
