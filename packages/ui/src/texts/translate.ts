/** ICU MessageFormat texts by key. https://unicode-org.github.io/icu/userguide/format_parse/messages */
import { IntlMessageFormat } from 'intl-messageformat';
import type { EN } from './en.ts';

export type TextKey = keyof typeof EN;
export type Texts = Record<TextKey, string>;
export type TextValues = Record<string, string | number | Date>;

/** What errors say, by their codes. English has none of its own: the peer speaks it. */
export type ErrorTexts = Readonly<Record<string, { message: string; next: string }>>;

export interface Translator {
  (key: TextKey, values?: TextValues): string;
  /** BCP 47: what dates and numbers are formatted by. */
  readonly locale: string;
  readonly dir: 'ltr' | 'rtl';
  readonly errors: ErrorTexts;
}

/** Letters of right-to-left scripts, and the controls that turn a line's direction. */
const TURNS =
  /[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc]|[\ud802\ud803\ud83a\ud83b]/u;
const ISOLATES = /[\u2066-\u2069]/gu;
const FIRST_STRONG_ISOLATE = '\u2068';
const POP_ISOLATE = '\u2069';

/**
 * A name inside a sentence keeps to itself: whatever its letters and controls do to the direction of a line ends with it.
 * https://www.w3.org/International/articles/inline-bidi-markup/#nomarkup
 */
const isolate = (value: string, dir: Translator['dir']): string =>
  dir === 'rtl' || TURNS.test(value)
    ? `${FIRST_STRONG_ISOLATE}${value.replace(ISOLATES, '')}${POP_ISOLATE}`
    : value;

/** The type of a `select` in what the parser gives. https://formatjs.github.io/docs/icu-messageformat-parser */
const SELECT = 5;
const isSelect = (type: number): boolean => type === SELECT;

/** Makes `t`: each text is parsed once. Values are inserted as text, never as markup. */
export const createTranslator = (
  texts: Texts,
  locale: string,
  dir: Translator['dir'] = 'ltr',
  errors: ErrorTexts = {},
): Translator => {
  const formats = new Map<TextKey, IntlMessageFormat>();
  // A choice between words is not shown, so what chooses is not to be touched.
  const choices = new Map<TextKey, ReadonlySet<string>>();
  const translate = (key: TextKey, values: TextValues = {}): string => {
    let format = formats.get(key);
    if (format === undefined) {
      format = new IntlMessageFormat(texts[key], locale, undefined, { ignoreTag: true });
      formats.set(key, format);
      choices.set(
        key,
        new Set(
          format.getAst().flatMap((part) => ('value' in part && isSelect(part.type) ? [part.value] : [])),
        ),
      );
    }
    const chosenBy = choices.get(key);
    const isolated = Object.fromEntries(
      Object.entries(values).map(([name, value]) => [
        name,
        typeof value === 'string' && chosenBy?.has(name) !== true ? isolate(value, dir) : value,
      ]),
    );
    return String(format.format(isolated));
  };
  return Object.assign(translate, { locale, dir, errors });
};
