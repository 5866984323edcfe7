/** Words that a plugin shows: one text, or one for each language that it speaks. */
import { z } from 'zod';

/** BCP 47, its simple forms: `en`, `ar`, `pt-BR`. */
const LANGUAGE = /^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})?$/;
/** Control characters and bidirectional overrides: one line may not pose as another. */
const UNSAFE = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u;

/** One line of at most `chars` UTF-16 units, in one or several languages. */
export const wordsShape = (chars: number) => {
  const line = z
    .string()
    .trim()
    .min(1)
    .max(chars)
    .refine((text) => !UNSAFE.test(text), 'a line of plain text');
  const languages = z
    .record(z.string().regex(LANGUAGE), line)
    .refine((byLanguage) => Object.keys(byLanguage).length <= 64 && Object.hasOwn(byLanguage, 'en'), {
      message: 'English is there, and at most 64 languages',
    });
  return z.union([line, languages]);
};
export type Words = string | Record<string, string>;

/** The text in `language`, else in its main language, else in English. */
export const inLanguage = (words: Words, language: string): string => {
  if (typeof words === 'string') return words;
  for (const tag of [language, language.split('-', 1)[0] ?? '', 'en'])
    if (Object.hasOwn(words, tag)) return words[tag] ?? '';
  return '';
};
