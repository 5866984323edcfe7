/** Ways of writing a word so that a list does not find it, undone: each a text to look in, with the places of its units. */
import { FREE, SEPARATOR, signKind, WORD } from './sign-kind.ts';
import { unmask } from './unmask.ts';

export interface Unmasked {
  readonly text: string;
  /** For each unit of `text`: which unit of the normalised text it stands for. */
  readonly places: Uint32Array;
}

const LEAST_ROW = 3;
const LEAST_FREE_ROW = 2;
const MOST_GAP = 2;
const DOLLAR = 36;
const AT = 64;
const SURROGATES_FROM = 0xd800;
const SURROGATES_TO = 0xdfff;

const isFree = (code: number): boolean =>
  signKind(code) === FREE && (code < SURROGATES_FROM || code > SURROGATES_TO);

const BEYOND_ASCII = /[^\p{ASCII}]/u;
const LETTER = /\p{L}/u;
const LEET: Record<string, string> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '8': 'b',
  '9': 'g',
  '@': 'a',
  $: 's',
  '!': 'i',
  '|': 'i',
  '+': 't',
  '€': 'e',
};
const HAS_LEET = /[0134578@$!|+€9]/u;
const ENDING = new Set(['!', '|', '+']);
const LEET_SIGN = /[0134578@$!|+€9]/gu;
const WORD_OR_OTHER = /([\p{L}\p{M}\p{N}@$!|+€]+)|([^\p{L}\p{M}\p{N}@$!|+€]+)/gu;
const EITHER_I_OR_L = /[1!|]/gu;

/** The text without accents and lookalikes; the text itself where it has none. */
export const bareText = (text: string): Unmasked | undefined => {
  if (!BEYOND_ASCII.test(text)) return undefined;
  let bare = '';
  const places: number[] = [];
  let at = 0;
  for (const sign of text) {
    const letters = unmask(sign);
    for (let i = 0; i < letters.length; i++) places.push(Math.min(at + i, at + sign.length - 1));
    bare += letters;
    at += sign.length;
  }
  return { text: bare, places: Uint32Array.from(places) };
};

const isLeet = (sign: string): boolean => Object.hasOwn(LEET, sign);

/** One word with digits and signs among its letters; blank where it is none. */
const mixedWord = (word: string): string => {
  let end = word.length;
  while (end > 0 && ENDING.has(word.charAt(end - 1))) end -= 1;
  // A leading @ names somebody.
  const start = word.startsWith('@') ? 1 : 0;
  const inner = word.slice(start, end);
  const isMixed = LETTER.test(inner) && Array.from(inner).some(isLeet);
  return ' '.repeat(start) + (isMixed ? inner : ' '.repeat(inner.length)) + ' '.repeat(word.length - end);
};

/** Words that mix letters with digits and signs that are read as letters; all else is blank. Two readings of 1: i and l. */
export const leetReadings = (text: string): string[] => {
  if (!HAS_LEET.test(text)) return [];
  const mixed = text.replace(WORD_OR_OTHER, (_, word: string | undefined, other: string | undefined) =>
    word === undefined ? ' '.repeat((other ?? '').length) : mixedWord(word),
  );
  if (mixed.trim() === '') return [];
  const read = (as: string): string =>
    mixed.replace(EITHER_I_OR_L, as).replace(LEET_SIGN, (sign) => LEET[sign] ?? sign);
  return EITHER_I_OR_L.test(mixed) ? [read('i'), read('l')] : [read('i')];
};

/** Rows of single letters with at most two signs in between: `f u c k`, `f.u.c.k`. Each row is one word of the answer. */
export const speltRows = (text: string): Unmasked | undefined => {
  let joined = '';
  const places: number[] = [];
  let row: number[] = [];
  let gap = 0;
  const endRow = (): void => {
    if (row.length >= (isFree(text.charCodeAt(row[0] ?? 0)) ? LEAST_FREE_ROW : LEAST_ROW)) {
      for (const place of row) {
        joined += LEET[text.charAt(place)] ?? text.charAt(place);
        places.push(place);
      }
      joined += ' ';
      places.push(row[row.length - 1] ?? 0);
    }
    row = [];
  };
  const isWord = (at: number): boolean => {
    const code = text.charCodeAt(at);
    return !Number.isNaN(code) && (signKind(code) === WORD || isFree(code) || code === DOLLAR || code === AT);
  };
  for (let at = 0; at < text.length; at++) {
    if (isWord(at)) {
      const isSingle = !isWord(at - 1) && !isWord(at + 1);
      if (!isSingle) endRow();
      else {
        if (gap > MOST_GAP) endRow();
        row.push(at);
      }
      gap = 0;
    } else {
      gap += 1;
      if (signKind(text.charCodeAt(at)) !== SEPARATOR) endRow();
    }
  }
  endRow();
  return joined === '' ? undefined : { text: joined, places: Uint32Array.from(places) };
};
