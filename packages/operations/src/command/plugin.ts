/** What plugins say of themselves, in one language. */
import { wordsShape } from '../plugin-shapes.ts';
import { inWords } from '../words.ts';

const SAID = ['name', 'summary', 'said'];

/** An output of plugin.*, with one text in place of one for each language. */
export const inOneLanguage = (output: unknown, language: string): unknown => {
  if (Array.isArray(output)) return output.map((item) => inOneLanguage(item, language));
  if (typeof output !== 'object' || output === null) return output;
  return Object.fromEntries(
    Object.entries(output).map(([key, value]) => {
      const words = SAID.includes(key) ? wordsShape.safeParse(value).data : undefined;
      return [key, words === undefined ? inOneLanguage(value, language) : inWords(words, language)];
    }),
  );
};
