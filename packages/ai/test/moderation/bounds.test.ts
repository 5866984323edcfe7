import { classify } from '@plexi/ai/moderation';
import { LIMITS } from '@plexi/protocol';
import { beforeAll, describe, expect, it } from 'vitest';

const fill = (piece: string): string =>
  piece.repeat(Math.ceil(LIMITS.messageBytes / piece.length)).slice(0, LIMITS.messageBytes);
/** Many times what it takes, for other work beside it; what grows with the square of the length takes minutes. */
const MOST_MS = 2000;

beforeAll(() => void classify('the lists and weights are read once'));

describe('the longest message is judged in time that grows with its length alone [L6]', () => {
  it.each([
    ['one letter', 'a'],
    ['one letter, then others', 'aaaaaaaaaaaaaaab'],
    ['the beginning of bad words', 'fuc'],
    ['bad words', 'fuck '],
    ['bad words without spaces', 'niggerfuck'],
    ['single letters', 'f u c '],
    ['stars', '*'],
    ['starred words', 'f**k*'],
    ['leet', 'f4(k1!|'],
    ['exclamation marks', '!'],
    ['dots', 'a.'],
    ['at signs', '@@'],
    ['addresses', 'https://discord-nltro.com/a?b=c '],
    ['the beginning of addresses', 'http://'],
    ['hyphens', 'gift-nitro-'],
    ['quotes', '"\'“'],
    ['opening quotes', '“'],
    ['apostrophes', " 'a"],
    ['marks', 'e\u0301'],
    ['a heap of marks', '\u0301'],
    ['invisible signs', '\u200b'],
    ['turning signs', '\u202e\u202d'],
    ['Han', '操你妈的'],
    ['Hangul', '씨발'],
    ['jamo', '\u1100\u1161'],
    ['vowels of Hangul', '\u1161'],
    ['Arabic', 'كسمك'],
    ['ligatures that become many letters', 'ﷺ'],
    ['emoji', '👳🏾🔪'],
    ['halves of emoji', '\ud83d'],
    ['groups', 'women should not '],
    ['line breaks', '\n'],
    ['digits', '0123456789'],
  ])('%s', (_, piece) => {
    const start = performance.now();
    const verdict = classify(fill(piece));
    expect(performance.now() - start).toBeLessThan(MOST_MS);
    for (const score of Object.values(verdict.scores)) expect(score >= 0 && score <= 1).toBe(true);
    expect(verdict.words.length).toBeLessThanOrEqual(8);
  });
});
