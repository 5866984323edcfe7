/** Letters behind their disguises: accents, lookalikes of other scripts, spellings of the same sound. */
import { readConfusables } from '@plexi/protocol/confusables';

const ACCENTED =
  /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Inherited}]/u;
const MARK = /\p{Mn}/u;
/** Scripts whose own letters are no disguise for Latin ones, whatever they look like. */
const UNMISTAKEN =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Tamil}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Extended_Pictographic}]/u;
const ASCII_LETTERS = /^[a-z]+$/u;

/** What decomposing does not take apart, and letters that are written for one another. */
const SAME: ReadonlyMap<string, string> = new Map([
  ['ß', 'ss'],
  ['æ', 'ae'],
  ['œ', 'oe'],
  ['ø', 'o'],
  ['đ', 'd'],
  ['ð', 'd'],
  ['ł', 'l'],
  ['ı', 'i'],
  ['ħ', 'h'],
  ['þ', 'th'],
  ['ŋ', 'n'],
  ['ё', 'е'],
  // Alef, ya, ta marbuta, kaf and their carriers and foreign forms; tatweel.
  ['\u0623', '\u0627'],
  ['\u0625', '\u0627'],
  ['\u0622', '\u0627'],
  ['\u0671', '\u0627'],
  ['\u0649', '\u064a'],
  ['\u0629', '\u0647'],
  ['\u0624', '\u0648'],
  ['\u0626', '\u064a'],
  ['\u06a9', '\u0643'],
  ['\u06cc', '\u064a'],
  ['\u0640', ''],
  // Candrabindu for anusvara; nukta.
  ['\u0901', '\u0902'],
  ['\u093c', ''],
]);
const KATAKANA_FROM = 0x30a1;
const KATAKANA_TO = 0x30f6;
const HIRAGANA_BELOW = 0x60;

let lookalikes: ReadonlyMap<string, string> | undefined;
const lookalikeOf = (sign: string): string | undefined => {
  if (sign < '\u0080' || UNMISTAKEN.test(sign)) return undefined;
  lookalikes ??= readConfusables();
  const prototype = lookalikes.get(sign)?.toLowerCase();
  if (prototype === undefined || !ASCII_LETTERS.test(prototype)) return undefined;
  // UTS #39 writes m as rn.
  return prototype === 'rn' ? 'm' : prototype;
};

const unmaskSign = (sign: string): string => {
  const same = SAME.get(sign);
  if (same !== undefined) return same;
  const code = sign.codePointAt(0) ?? 0;
  if (code >= KATAKANA_FROM && code <= KATAKANA_TO) return String.fromCharCode(code - HIRAGANA_BELOW);
  const bare = ACCENTED.test(sign)
    ? Array.from(sign.normalize('NFD'))
        .filter((part) => !MARK.test(part))
        .join('')
    : sign;
  return Array.from(bare, (part) => SAME.get(part) ?? lookalikeOf(part) ?? part).join('');
};

const known = new Map<string, string>();
const REMEMBERED = 8192;

/** A sign of a normalised text without its disguise; may be empty, or several letters. */
export const unmask = (sign: string): string => {
  if (sign < '\u0080') return sign;
  const found = known.get(sign);
  if (found !== undefined) return found;
  const bare = unmaskSign(sign);
  if (known.size < REMEMBERED) known.set(sign, bare);
  return bare;
};
