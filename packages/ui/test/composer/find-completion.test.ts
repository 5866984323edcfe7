import { describe, expect, it } from 'vitest';
import { complete, findCompletion } from '../../src/composer/find-completion.ts';

const at = (marked: string) => {
  const caret = marked.indexOf('|');
  return findCompletion(marked.replace('|', ''), caret);
};

describe('what is being named at the caret', () => {
  it.each([
    ['hi @be|', '@', 'be'],
    ['@|', '@', ''],
    ['@Ben Oka|', '@', 'Ben Oka'],
    ['(see #gen|', '#', 'gen'],
    ['great :tad|', ':', 'tad'],
    ['**@ad|', '@', 'ad'],
    ['/|', '/', ''],
    ['/rem|', '/', 'rem'],
  ])('%j', (text, sign, query) => {
    expect(at(text)).toMatchObject({ sign, query });
  });

  it.each([
    ' /re|',
    'a /re|',
    '/Re|',
    '/re me|',
    'ada@exam|ple.org',
    'at 10:3|',
    'so: |',
    'nice :)|',
    ':t|',
    '#one two|',
    '@a b c|',
    'plain|',
  ])('%j names nothing', (text) => {
    expect(at(text)).toBeUndefined();
  });

  it('puts the name in, with one space after it', () => {
    const text = 'hi @be, you';
    const found = findCompletion(text, 6);
    expect(found && complete(text, found, '@Ben')).toEqual({ text: 'hi @Ben, you', caret: 8 });
    const end = findCompletion('@be', 3);
    expect(end && complete('@be', end, '@Ben')).toEqual({ text: '@Ben ', caret: 5 });
  });
});
