/** What a plugin says: one text, or one for each language by its tag. */
export type Words = string | Record<string, string>;

/** In a language, by its tag, else in English. */
export const inWords = (words: Words, language: string): string => {
  if (typeof words === 'string') return words;
  for (const tag of [language, language.split('-', 1)[0] ?? '', 'en'])
    if (Object.hasOwn(words, tag)) return words[tag] ?? '';
  return '';
};
