import { normalise } from '@plexi/ai/moderation';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quoteFrom } from '../../src/moderation/text/normalise.ts';

const SIGNS = [
  ...Array.from('aAeEzZßİıſK ﬁ½´¨\t\n'),
  '\u0301',
  '\u200b',
  '\u200d',
  '\u202e',
  '\u00ad',
  '\u0000',
  '\ud800',
  '\u1100',
  '\u1161',
  '\u11a8',
  'ㅅ',
  'ㅂ',
  'ﾡ',
  'ｶ',
  'ﾞ',
  'ﹰ',
  '👳🏾',
  '🏳️‍🌈',
  '𝖋',
  'क़',
  'ُ',
];
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.array(fc.constantFrom(...SIGNS), { maxLength: 30 }).map((signs) => signs.join('')),
);

describe('normalised text [A3]', () => {
  it('is the same when normalised again', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const once = normalise(text).text;
        expect(normalise(once).text).toBe(once);
      }),
      { numRuns: 3000 },
    );
  });

  it('knows for every unit where it came from, in order, and what is quoted normalises to it', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const normal = normalise(text);
        let before = 0;
        for (let i = 0; i < normal.text.length; i++) {
          const [start, end] = [normal.starts[i] ?? -1, normal.ends[i] ?? -1];
          expect(start).toBeGreaterThanOrEqual(before);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(text.length);
          before = start;
        }
        expect(normalise(quoteFrom(text, normal, 0, normal.text.length)).text).toBe(normal.text);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['ＦＵＬＬ width', 'full width'],
    ['𝔉𝔯𝔞𝔨𝔱𝔲𝔯', 'fraktur'],
    ['zero\u200bwidth\u00ad and \u202eturned\u202c', 'zerowidth and turned'],
    ['  many \t\n spaces ', 'many spaces'],
    ['heaps of e\u0301\u0302\u0303\u0304\u0305\u0306 marks', 'heaps of \u00e9\u0302\u0303\u0304 marks'],
    ['ㅅㅂ', 'ㅅㅂ'],
    ['ｶﾞ', '\u30ac'],
  ])('%j reads %j', (text, seen) => {
    expect(normalise(text).text).toBe(seen);
  });

  it('quotes a disguised word as it was written', () => {
    const original = 'so f\u200bu\u0301c\u00adk it';
    const normal = normalise(original);
    const at = normal.text.indexOf('f');
    expect(quoteFrom(original, normal, at, at + 4)).toBe('f\u200bu\u0301c\u00adk');
  });
});
