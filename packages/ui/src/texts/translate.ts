/** ICU MessageFormat texts by key. https://unicode-org.github.io/icu/userguide/format_parse/messages */
import { IntlMessageFormat } from 'intl-messageformat';
import type { EN } from './en.ts';

export type TextKey = keyof typeof EN;
export type Texts = Record<TextKey, string>;
export type TextValues = Record<string, string | number | Date>;

export interface Translator {
  (key: TextKey, values?: TextValues): string;
  /** BCP 47. */
  readonly locale: string;
}

/** Makes `t`: each text is parsed once. Values are inserted as text, never as markup. */
export const createTranslator = (texts: Texts, locale: string): Translator => {
  const formats = new Map<TextKey, IntlMessageFormat>();
  const translate = (key: TextKey, values?: TextValues): string => {
    let format = formats.get(key);
    if (format === undefined) {
      format = new IntlMessageFormat(texts[key], locale, undefined, { ignoreTag: true });
      formats.set(key, format);
    }
    return String(format.format(values));
  };
  return Object.assign(translate, { locale });
};
