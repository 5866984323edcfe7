import type { AccountId } from '@plexi/protocol';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { resolveMentions } from '../../src/space/mentions.ts';

const NAMES = ['Ada', 'Ada Lovelace', 'Ben', 'Zoë', 'مريم', 'here be dragons', 'Ben'];
const account = (i: number): AccountId => i.toString(16).padStart(64, '0') as AccountId;
const PEOPLE = NAMES.map((name, i) => ({ name, account: account(i) }));
const named = (text: string): number[] =>
  (resolveMentions(text, PEOPLE).accounts ?? []).map((id) => Number.parseInt(id, 16));

test.each<[string, number[]]>([
  ['hello @Ada', [0]],
  ['hello @ada!', [0]],
  ['@Ada Lovelace, please', [1]],
  ['@Ada and @Ada Lovelace', [0, 1]],
  ['@Adam', []],
  ['@Ben', [2, 6]],
  ['(@Zoë) and @zoe\u0308', [3]],
  ['@مريم، مرحبا', [4]],
  ['@here be dragons', [5]],
  ['mail to me@Ada or ben@ada.example', []],
  ['`@Ada` and ```\n@Ben\n``` but @Zoë', [3]],
  ['no one', []],
  ['@', []],
])('%j names %j', (text, expected) => {
  expect(named(text)).toEqual(expected);
});

test('@channel includes @here, and a word that only begins so is none', () => {
  const everyone = (text: string) => resolveMentions(text, PEOPLE).everyone;
  expect(everyone('@here')).toBe('here');
  expect(everyone('@here and @channel')).toBe('channel');
  expect(everyone('@channel and @HERE')).toBe('channel');
  expect(everyone('@hereafter')).toBeUndefined();
  expect(everyone('@here be dragons')).toBeUndefined();
});

test('whatever is typed, only members are named, each once, in order', () => {
  const pieces = fc.constantFrom(
    '@',
    'Ada',
    ' Lovelace',
    'ben',
    '`',
    '```',
    'here',
    '\ud83d',
    '👍',
    ' ',
    '\n',
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
      const { accounts = [] } = resolveMentions(parts.join(''), PEOPLE);
      expect(accounts).toEqual([...new Set(accounts)].sort());
      for (const id of accounts) expect(PEOPLE.some((person) => person.account === id)).toBe(true);
    }),
    { numRuns: 500 },
  );
});

test('sixty thousand signs without a name take no time to speak of', () => {
  const start = performance.now();
  resolveMentions('@'.repeat(60_000), PEOPLE);
  resolveMentions(`${'`'.repeat(60_000)}@Ada`, PEOPLE);
  expect(performance.now() - start).toBeLessThan(2000);
});
