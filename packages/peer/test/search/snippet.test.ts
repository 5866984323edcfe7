import { phraseOf } from '@plexi/storage';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeSnippet } from '../../src/search/snippet.ts';

const phrases = (text: string) => text.split(' ').flatMap((word) => phraseOf(word, true) ?? []);
const marked = (text: string, words: string): string[] => {
  const snippet = makeSnippet(text, phrases(words));
  return snippet.marks.map(([from, to]) => snippet.text.slice(from, to));
};

test('a short text is shown whole, its lines run together', () => {
  expect(makeSnippet('one\ntwo three', phrases('two'))).toEqual({ text: 'one two three', marks: [[4, 7]] });
});

test('of a long text, the part around what was found', () => {
  const text = `${'before '.repeat(100)}needle ${'after '.repeat(100)}`;
  const snippet = makeSnippet(text, phrases('needle'));
  expect(snippet.text).toMatch(/^…before .*needle after .*…$/u);
  expect(snippet.text.length).toBeLessThan(300);
  expect(marked(text, 'needle')).toEqual(['needle']);
});

test.each([
  ['Ça déjà vu', 'deja', ['déjà']],
  ['今天天气很好', '天气', ['天气']],
  ['今天天气很好', '天', ['天', '天']],
  ['اَلْعَرَبِيَّةُ', 'العربية', ['اَلْعَرَبِيَّةُ']],
  ["don't", 'dont', ["don't"]],
])('%s: marked by %s', (text, words, parts) => {
  const snippet = makeSnippet(text, phrases(words));
  expect(snippet.marks.map(([from, to]) => snippet.text.slice(from, to)).join('')).toBe(parts.join(''));
});

test('of any text and words: marks lie within, in order, and no character is torn', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 600 }),
      fc.string({ unit: 'grapheme', maxLength: 20 }),
      (text, words) => {
        const snippet = makeSnippet(text, phrases(words));
        let last = 0;
        for (const [from, to] of snippet.marks) {
          expect(from).toBeGreaterThanOrEqual(last);
          expect(to).toBeGreaterThan(from);
          expect(to).toBeLessThanOrEqual(snippet.text.length);
          last = to;
        }
        expect(snippet.text.isWellFormed()).toBe(text.isWellFormed());
      },
    ),
  );
});
