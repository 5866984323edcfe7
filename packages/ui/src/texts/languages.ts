/** The languages that there are. Each is loaded when it is wanted: a window carries the texts of one. */
import type { ErrorTexts, Texts } from './translate.ts';

export interface Language {
  /** BCP 47, of the language alone. */
  code: string;
  /** What its speakers call it. */
  name: string;
  dir: 'ltr' | 'rtl';
  load: () => Promise<{ texts: Texts; errors?: ErrorTexts }>;
}

const ENGLISH: Language = {
  code: 'en',
  name: 'English',
  dir: 'ltr',
  load: async () => ({ texts: (await import('./en.ts')).EN }),
};
const ARABIC: Language = {
  code: 'ar',
  name: 'العربية',
  dir: 'rtl',
  load: async () => {
    const { AR, ERRORS } = await import('./ar.ts');
    return { texts: AR, errors: ERRORS };
  },
};

export const LANGUAGES: readonly Language[] = [ENGLISH, ARABIC];

const languageOf = (tag: string): string => tag.split('-')[0]?.toLowerCase() ?? '';

/** The language that was chosen, or with `system` the first of the browser's that there is. */
export const findLanguage = (choice: string, wanted: readonly string[] = navigator.languages): Language => {
  const codes = choice === 'system' ? wanted.map(languageOf) : [choice];
  const code = codes.find((one) => LANGUAGES.some((language) => language.code === one));
  return LANGUAGES.find((language) => language.code === code) ?? ENGLISH;
};

/** The tag to format dates and numbers by: the region is the system's where it has one for that language. */
export const findLocale = (
  language: Pick<Language, 'code'>,
  wanted: readonly string[] = navigator.languages,
): string => wanted.find((tag) => languageOf(tag) === language.code) ?? language.code;
