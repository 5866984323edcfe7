/**
 * A text as words are looked for in it: runs of one sign are one sign with a count, whatever stands between words is one
 * space. Each sign knows which units of the normalised text it is of.
 */
import { SEPARATOR, signKind } from '../text/sign-kind.ts';

export interface Signs {
  readonly codes: Uint16Array;
  /** How often the sign stood in a row, at most 255. */
  readonly runs: Uint8Array;
  /** Units of the normalised text: first, and after the last. */
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  readonly length: number;
}

export const SPACE = 32;
const STAR = 42;
const MOST_RUN = 255;
const SURROGATES_FROM = 0xd800;
const SURROGATES_TO = 0xdfff;

/** A star within a word stands for letters that were left out. */
const isStarWithin = (text: string, at: number): boolean => {
  let after = at;
  while (text.charCodeAt(after + 1) === STAR) after += 1;
  return signKind(text.charCodeAt(after + 1)) !== SEPARATOR && !Number.isNaN(text.charCodeAt(after + 1));
};

/** `places[i]` is the unit of the normalised text that unit `i` of `text` came from; without it, `i` itself. */
export const toSigns = (text: string, places?: Uint32Array): Signs => {
  const codes = new Uint16Array(text.length);
  const runs = new Uint8Array(text.length);
  const from = new Uint32Array(text.length);
  const to = new Uint32Array(text.length);
  let count = 0;
  let inStars = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const place = places === undefined ? i : (places[i] ?? 0);
    const before = count === 0 ? SPACE : (codes[count - 1] ?? SPACE);
    if (code === STAR) inStars = inStars || (before !== SPACE && before !== STAR && isStarWithin(text, i));
    else inStars = false;
    const sign = signKind(code) === SEPARATOR && !inStars ? SPACE : code;
    const isHalf = code >= SURROGATES_FROM && code <= SURROGATES_TO;
    if (sign === before && count > 0 && !isHalf) {
      runs[count - 1] = Math.min(MOST_RUN, (runs[count - 1] ?? 0) + 1);
      to[count - 1] = place + 1;
      continue;
    }
    codes[count] = sign;
    runs[count] = 1;
    from[count] = place;
    to[count] = place + 1;
    count += 1;
  }
  return { codes, runs, from, to, length: count };
};
