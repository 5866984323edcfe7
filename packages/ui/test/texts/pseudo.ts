/** A language that nobody speaks: English with accents, longer, in brackets, so that a word that skipped the texts shows. */
import { ERROR_TABLE } from '@plexi/protocol';
import { EN } from '../../src/texts/en.ts';
import { createTranslator, type Translator } from '../../src/texts/translate.ts';

const PLAIN = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const ACCENTED = 'ÅƁÇĐÉƑĜĤÎĴĶĻṀÑÖÞǪŔŠŢÛṼŴẊÝŽåƀçđéƒĝĥîĵķļṁñöþǫŕšţûṽŵẋýž';

const ACCENTED_LETTERS = Array.from(ACCENTED);

const accent = (words: string): string =>
  Array.from(words, (letter) => {
    const place = PLAIN.indexOf(letter);
    return place < 0 ? letter : ACCENTED_LETTERS[place];
  }).join('');

/** Dates and numbers come in Japanese, so that a Latin letter is never theirs. */
export const createPseudoTranslator = (): Translator => {
  const t = createTranslator(EN, 'ja');
  const wrap = (words: string): string =>
    `[!! ${accent(words)}${' ~'.repeat(Math.ceil(words.length / 6))} !!]`;
  const errors = Object.fromEntries(
    Object.entries(ERROR_TABLE).map(([code, { message, next }]) => [
      code,
      { message: wrap(message), next: wrap(next) },
    ]),
  );
  return Object.assign((...[key, values]: Parameters<Translator>) => wrap(t(key, values)), {
    locale: 'ja',
    dir: 'ltr' as const,
    errors,
  });
};
