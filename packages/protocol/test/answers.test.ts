import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type AccountId, type EntryId, type Hlc, type PlacedAnswer, standingAnswer } from '../src/index.ts';

const account = (name: string): AccountId => name as AccountId;
const answer = (entry: string, clock: number, more: Partial<PlacedAnswer> = {}): PlacedAnswer => ({
  entry: entry as EntryId,
  clock: clock as Hlc,
  account: account('atlas'),
  hasWords: true,
  ...more,
});

test('[A2] of several answers to one message the first with words stands, by those who were asked', () => {
  expect(standingAnswer([])).toBeUndefined();
  expect(standingAnswer([answer('b', 2), answer('a', 3)])).toBe('b');
  expect(standingAnswer([answer('b', 2), answer('a', 2)])).toBe('a');
  expect(standingAnswer([answer('a', 1, { hasWords: false }), answer('b', 2)])).toBe('b');
  const stranger = answer('a', 1, { account: account('stranger') });
  expect(standingAnswer([stranger, answer('b', 2)], [account('atlas')])).toBe('b');
  expect(standingAnswer([stranger], [account('atlas')])).toBeUndefined();
});

test('[C1] it is the same one in whatever order they came', () => {
  const some = fc.uniqueArray(
    fc.record({ entry: fc.integer().map(String), clock: fc.nat(3), hasWords: fc.boolean() }),
    { selector: ({ entry }) => entry, maxLength: 6 },
  );
  fc.assert(
    fc.property(some, fc.func(fc.integer()), (records, order) => {
      const answers = records.map(({ entry, clock, hasWords }) => answer(entry, clock, { hasWords }));
      const shuffled = answers.toSorted((a, b) => order(a.entry) - order(b.entry));
      expect(standingAnswer(shuffled)).toBe(standingAnswer(answers));
    }),
  );
});
