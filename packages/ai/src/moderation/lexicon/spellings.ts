/** The ways in which an entry of a word list is written. */
import { normalise } from '../text/normalise.ts';
import { unmask } from '../text/unmask.ts';
import { type Entry, isSevere } from './entry.ts';

const VOWELS = /(?<=.)[aeiouy](?=.)/gu;
const LATIN_WORD = /^[a-z]{4,}$/u;
const SHORT_ASCII = /^[a-z]{1,4}$/u;
const ARABIC = /^\p{Script=Arabic}/u;
/** What Arabic writes together with the word after it: the, and, and the, with the, for the. */
const ARABIC_HEADS = ['ال', 'و', 'وال', 'بال', 'لل', 'يا'];

const unmaskText = (text: string): string => Array.from(text, unmask).join('');

const withHeads = (word: string): string[] =>
  ARABIC.test(word) && !word.includes(' ') ? [word, ...ARABIC_HEADS.map((head) => head + word)] : [word];

/** Letters left out: `f*ck`, `f**k`. Only of what is severe, so that no other word is meant. */
const withStars = (word: string): string[] =>
  LATIN_WORD.test(word)
    ? [
        word.replace(VOWELS, '*'),
        `${word.slice(0, 1)}${'*'.repeat(word.length - 2)}${word.slice(-1)}`,
      ].filter((each) => each.includes('*'))
    : [];

/** As it stands in a normalised text. */
export const plainSpellings = (entry: Entry): string[] => withHeads(normalise(entry.word).text);

/** As it stands in one whose disguises are taken off. */
export const bareSpellings = (entry: Entry): string[] => {
  const word = normalise(entry.word).text;
  const bare = unmaskText(word);
  // Without its accents a short word is soon another one: göt, got.
  if (bare !== word && SHORT_ASCII.test(bare)) return [];
  if (entry.exact) return bare === word ? [word] : [];
  return [...withHeads(bare), ...(isSevere(entry.section) ? withStars(bare) : [])];
};
