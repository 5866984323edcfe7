/** What a UTF-16 code unit is for finding words. */

/** Between words. */
export const SEPARATOR = 0;
/** Part of a word of a script that puts spaces between words. */
export const WORD = 1;
/** Of a script without spaces (Han, kana, Thai …), or half of an emoji: a word can begin and end beside it. */
export const FREE = 2;
/** Of a script that puts spaces between words but hangs particles on them (Hangul). */
export const TRAILING = 3;

const FREE_SCRIPTS =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}\p{Extended_Pictographic}\u30fc]/u;
const HANGUL = /\p{Script=Hangul}/u;
const WORDLIKE = /[\p{L}\p{M}\p{N}]/u;
const SURROGATES_FROM = 0xd800;
const SURROGATES_TO = 0xdfff;
const UNKNOWN = 255;

const kinds = new Uint8Array(0x1_00_00).fill(UNKNOWN);

const findKind = (code: number): number => {
  if (code >= SURROGATES_FROM && code <= SURROGATES_TO) return FREE;
  const sign = String.fromCharCode(code);
  if (FREE_SCRIPTS.test(sign)) return FREE;
  if (HANGUL.test(sign)) return TRAILING;
  return WORDLIKE.test(sign) ? WORD : SEPARATOR;
};

export const signKind = (code: number): number => {
  const known = kinds[code] ?? UNKNOWN;
  if (known !== UNKNOWN) return known;
  const kind = findKind(code);
  kinds[code] = kind;
  return kind;
};
