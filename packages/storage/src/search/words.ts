/**
 * The words of a text, with where they stand. Scripts that put no spaces between words are cut into overlapping pairs, and
 * the last sign of a run stands once more alone: every run of two signs is then a phrase of pairs, every single sign the
 * beginning of a word.
 */
import { foldWord } from './fold.ts';

export interface Word {
  /** Folded; never empty, and of letters, digits, marks and pictographs only. */
  token: string;
  /** From and to in the text, in UTF-16 units. */
  start: number;
  end: number;
  /** Of a pair: where its first sign ends. */
  first?: number;
}

/** Longer ones are cut: nobody types them, and they would be keys of the index. */
const TOKEN_LENGTH = 64;
const JOINERS = '\\u00ad\\u200d\\u2060\\ufeff';
const SEGMENT = new RegExp(
  `\\p{Extended_Pictographic}|[\\p{L}\\p{N}](?:[\\p{L}\\p{N}\\p{M}${JOINERS}]|['’](?=[\\p{L}\\p{N}]))*`,
  'gu',
);
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー]/u;
const SIGN = /\P{M}\p{M}*/gu;

const shorten = (token: string): string =>
  token.length <= TOKEN_LENGTH ? token : Array.from(token).slice(0, TOKEN_LENGTH).join('');

const pushWord = (words: Word[], token: string, start: number, end: number): void => {
  if (token !== '') words.push({ token: shorten(token), start, end });
};

const pushRun = (words: Word[], run: readonly Word[]): void => {
  run.forEach((sign, i) => {
    const next = run[i + 1];
    if (next === undefined) words.push(sign);
    else words.push({ token: sign.token + next.token, start: sign.start, end: next.end, first: sign.end });
  });
};

/** A segment in which signs of an unspaced script stand, perhaps beside others. */
const pushMixed = (words: Word[], segment: string, offset: number): void => {
  let run: Word[] = [];
  let spaced: { text: string; start: number } | undefined;
  const flush = (end: number): void => {
    pushRun(words, run);
    run = [];
    if (spaced !== undefined) pushWord(words, foldWord(spaced.text), spaced.start, end);
    spaced = undefined;
  };
  for (const { 0: sign, index } of segment.matchAll(SIGN)) {
    const start = offset + index;
    if (UNSPACED.test(sign)) {
      if (spaced !== undefined) flush(start);
      const token = foldWord(sign);
      if (token !== '') run.push({ token, start, end: start + sign.length });
    } else {
      if (run.length > 0) flush(start);
      spaced = { text: (spaced?.text ?? '') + sign, start: spaced?.start ?? start };
    }
  }
  flush(offset + segment.length);
};

/** Every word in the order of the text. */
export const wordsOf = (text: string): Word[] => {
  const words: Word[] = [];
  for (const { 0: segment, index } of text.matchAll(SEGMENT)) {
    if (UNSPACED.test(segment)) pushMixed(words, segment, index);
    else pushWord(words, foldWord(segment), index, index + segment.length);
  }
  return words;
};

/** What to look for: these tokens one after the other, the last perhaps only the beginning of a word. */
export interface Phrase {
  tokens: string[];
  prefix: boolean;
}

/** Fewer letters begin so many words that finding them all would take long, and help nobody. */
const PREFIX_LENGTH = 2;

/**
 * A piece of a query as a phrase; `undefined` where there is no word in it.
 * @param prefix Whether the last word may go on.
 */
export const phraseOf = (text: string, prefix: boolean): Phrase | undefined => {
  const words = wordsOf(text);
  const last = words.at(-1);
  if (last === undefined) return undefined;
  const tokens = words.map(({ token }) => token);
  if (!UNSPACED.test(last.token))
    return { tokens, prefix: prefix && Array.from(last.token).length >= PREFIX_LENGTH };
  // The sign that ends the run: a longer run in a text has a pair here.
  if (words.at(-2)?.first === last.start) return { tokens: tokens.slice(0, -1), prefix: false };
  return { tokens, prefix: true };
};
