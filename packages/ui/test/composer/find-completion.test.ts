import { describe, expect, it } from 'vitest';
import { complete, findCompletion } from '../../src/composer/find-completion.ts';
import { findEmoji } from '../../src/emoji/emoji-data.ts';

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
  ])('%j', (text, sign, query) => {
    expect(at(text)).toMatchObject({ sign, query });
  });

  it.each(['ada@exam|ple.org', 'at 10:3|', 'so: |', 'nice :)|', ':t|', '#one two|', '@a b c|', 'plain|'])(
    '%j names nothing',
    (text) => {
      expect(at(text)).toBeUndefined();
    },
  );

  it('puts the name in, with one space after it', () => {
    const text = 'hi @be, you';
    const found = findCompletion(text, 6);
    expect(found && complete(text, found, '@Ben')).toEqual({ text: 'hi @Ben, you', caret: 8 });
    const end = findCompletion('@be', 3);
    expect(end && complete('@be', end, '@Ben')).toEqual({ text: '@Ben ', caret: 5 });
  });
});

describe('emoji by name', () => {
  it('finds the exact shortcode first, then what begins like it', async () => {
    expect((await findEmoji('tada', 3))[0]?.emoji).toBe('🎉');
    expect((await findEmoji('heart', 8)).length).toBe(8);
    expect(await findEmoji('zzzz', 8)).toEqual([]);
  });

  it('gives people their skin tones, and things none', async () => {
    const [hand] = await findEmoji('wave', 1);
    expect(hand?.tones).toHaveLength(5);
    expect((await findEmoji('tada', 1))[0]?.tones).toEqual([]);
  });
});
