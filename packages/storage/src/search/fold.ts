/**
 * One spelling for what people take for the same word: compatibility forms, case and diacritics away, and in Arabic what
 * writers leave out or use for one another. Depends on stable properties of Unicode only: what was put into an index must
 * come out the same when it is to be taken from it again.
 */

/** Combining marks that tell no words apart: Latin, Greek, Cyrillic; Hebrew points; Arabic vowels, hamzas and tatweel. */
const MARKS = new RegExp(
  [
    '\\u0300-\\u036f\\u1ab0-\\u1aff\\u1dc0-\\u1dff\\u20d0-\\u20ff\\ufe00-\\ufe0f',
    '\\u0591-\\u05bd\\u05bf\\u05c1\\u05c2\\u05c4\\u05c5\\u05c7',
    '\\u0610-\\u061a\\u0640\\u064b-\\u065f\\u0670\\u06d6-\\u06ed',
  ]
    .map((ranges) => `[${ranges}]`)
    .join('|'),
  'gu',
);
const NOT_OF_A_WORD = /[^\p{L}\p{N}\p{M}\p{Extended_Pictographic}]/gu;
// biome-ignore format: one letter after the other
const LETTERS: Record<string, string> = {
  ß: 'ss', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', æ: 'ae', œ: 'oe', ı: 'i', ς: 'σ',
  ٱ: 'ا', ى: 'ي', ی: 'ي', ې: 'ي', ک: 'ك', ة: 'ه', ە: 'ه', ہ: 'ه', ھ: 'ه',
};
const REPLACED = new RegExp(`[${Object.keys(LETTERS).join('')}]|[٠-٩۰-۹]`, 'gu');
const PLAIN = /^[0-9a-z]*$/u;
const DIGIT_MASK = 0xf;

const replaceLetter = (letter: string): string =>
  LETTERS[letter] ?? String((letter.codePointAt(0) as number) & DIGIT_MASK);

/** The form of a word that is compared; empty where nothing of it counts. */
export const foldWord = (word: string): string => {
  const lower = word.toLowerCase();
  if (PLAIN.test(lower)) return lower;
  return word
    .normalize('NFKD')
    .replace(MARKS, '')
    .toLowerCase()
    .replace(REPLACED, replaceLetter)
    .normalize('NFC')
    .replace(NOT_OF_A_WORD, '');
};
