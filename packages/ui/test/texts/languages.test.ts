import { ERROR_TABLE } from '@plexi/protocol';
import { IntlMessageFormat } from 'intl-messageformat';
import { describe, expect, it } from 'vitest';
import { AR, ERRORS } from '../../src/texts/ar.ts';
import { EN } from '../../src/texts/en.ts';
import { findLanguage, findLocale, LANGUAGES } from '../../src/texts/languages.ts';
import { createTranslator, type TextKey } from '../../src/texts/translate.ts';

type Part = ReturnType<IntlMessageFormat['getAst']>[number];
const parse = (text: string, locale: string): Part[] =>
  new IntlMessageFormat(text, locale, undefined, { ignoreTag: true }).getAst();

/** Every argument with its type, and for a choice its branches. */
const argumentsOf = (parts: readonly Part[]): string[] => [
  ...new Set(
    parts.flatMap((part) => {
      const options = 'options' in part ? Object.values(part.options) : [];
      const inner = options.flatMap(({ value }) => argumentsOf(value));
      // 0 is a literal, 7 the number sign inside a plural: neither takes a value.
      const type: number = part.type;
      return type === 0 || type === 7
        ? inner
        : [`${'value' in part ? part.value : ''}:${part.type}`, ...inner];
    }),
  ),
];
const pluralsOf = (parts: readonly Part[]): string[][] =>
  parts.flatMap((part) => {
    if (!('options' in part)) return [];
    const inner = Object.values(part.options).flatMap(({ value }) => pluralsOf(value));
    const names = Object.keys(part.options);
    // Between none and some, with no number said, there is nothing to agree with.
    const isChoice = names.every((name) => name === 'other' || name.startsWith('='));
    const type: number = part.type;
    return type === 6 && !isChoice ? [names, ...inner] : inner;
  });

const keys = Object.keys(EN) as TextKey[];

describe('languages', () => {
  it('Arabic has every text that English has, and no other', () => {
    expect(Object.keys(AR).sort()).toEqual([...keys].sort());
  });

  it('a text takes the same values in both', () => {
    const differing = keys.filter(
      (key) =>
        argumentsOf(parse(EN[key], 'en')).sort().join() !== argumentsOf(parse(AR[key], 'ar')).sort().join(),
    );
    expect(differing).toEqual([]);
  });

  it('Arabic plurals have all the forms that Arabic has', () => {
    const forms = new Intl.PluralRules('ar').resolvedOptions().pluralCategories;
    expect(forms.length).toBe(6);
    const lacking = keys.filter((key) =>
      pluralsOf(parse(AR[key], 'ar')).some((options) => forms.some((form) => !options.includes(form))),
    );
    expect(lacking).toEqual([]);
  });

  it('Arabic is written in Arabic: no text was left in English', () => {
    // What is printed on the keys of a keyboard has no other form.
    const left = keys.filter(
      (key) =>
        !key.startsWith('key.name.') &&
        /\p{L}{2}/u.test(EN[key].replace(/\{[^{}]*\}/gu, '')) &&
        !/\p{Script=Arabic}/u.test(AR[key]),
    );
    expect(left).toEqual([]);
  });

  it('Arabic has words for every error', () => {
    expect(Object.keys(ERROR_TABLE).filter((code) => !(code in ERRORS))).toEqual([]);
    expect(Object.keys(ERRORS).filter((code) => !(code in ERROR_TABLE))).toEqual([]);
  });

  it('a name of any direction keeps to itself inside a sentence', () => {
    const arabic = createTranslator(AR, 'ar', 'rtl');
    const english = createTranslator(EN, 'en');
    expect(arabic('member.remove.done', { name: 'Ada' })).toContain('\u2068Ada\u2069');
    expect(english('member.remove.done', { name: 'Ada' })).toBe('Ada was removed.');
    expect(english('member.remove.done', { name: 'ليلى' })).toBe('\u2068ليلى\u2069 was removed.');
    // One that tries to leave its isolate loses the sign that would let it.
    expect(english('member.remove.done', { name: 'a\u2069\u202eb' })).toBe(
      '\u2068a\u202eb\u2069 was removed.',
    );
  });

  it("the system's first language that there is decides, with its region", () => {
    expect(findLanguage('system', ['fr-FR', 'ar-EG', 'en-GB']).code).toBe('ar');
    expect(findLanguage('system', ['fr-FR']).code).toBe('en');
    expect(findLanguage('en', ['ar-EG']).code).toBe('en');
    expect(findLanguage('tlh', ['ar-EG']).code).toBe('en');
    expect(findLocale({ code: 'en' }, ['ar', 'en-GB'])).toBe('en-GB');
    expect(findLocale({ code: 'ar' }, ['en-GB'])).toBe('ar');
    expect(LANGUAGES.map(({ code, dir }) => `${code} ${dir}`)).toEqual(['en ltr', 'ar rtl']);
  });
});
