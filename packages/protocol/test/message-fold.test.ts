import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type AccountId,
  type EntryId,
  emojiKey,
  foldMessage,
  type Hlc,
  isEmoji,
  LIMITS,
  type MessageAnnotation,
  type MessageBase,
  type PlacedAnnotation,
} from '../src/index.ts';

const ADA = 'a'.repeat(64) as AccountId;
const BEN = 'b'.repeat(64) as AccountId;
const CLEO = 'c'.repeat(64) as AccountId;
const TARGET = '7'.repeat(64);
const judge = { mayHide: ({ account }: { account: AccountId }) => account === CLEO };

const base = (changes: Partial<MessageBase> = {}): MessageBase => ({
  author: ADA,
  isImported: false,
  text: 'first',
  extras: { poll: { options: ['yes', 'no', 'maybe'], multiple: false } },
  ...changes,
});

const by = (account: AccountId, clock: number, event: MessageAnnotation, entry = '1'): PlacedAnnotation => ({
  account,
  clock: clock as Hlc,
  entry: entry.repeat(64) as EntryId,
  event,
});
const edit = (text: string): MessageAnnotation => ({ kind: 'edit', target: TARGET, text, mentions: {} });
const react = (emoji: string, on = true): MessageAnnotation => ({ kind: 'react', target: TARGET, emoji, on });
const vote = (...choices: number[]): MessageAnnotation => ({ kind: 'vote', target: TARGET, choices });
const pin = (on: boolean): MessageAnnotation => ({ kind: 'pin', target: TARGET, on });
const CLOSE: MessageAnnotation = { kind: 'close-poll', target: TARGET };
const HIDE: MessageAnnotation = { kind: 'hide', target: TARGET, on: true };
const SHOW: MessageAnnotation = { kind: 'hide', target: TARGET, on: false };
const fold = (...annotations: PlacedAnnotation[]) => foldMessage(base(), annotations, judge);

const anyAnnotation: fc.Arbitrary<MessageAnnotation> = fc.oneof(
  fc.string({ maxLength: 3 }).map(edit),
  fc.tuple(fc.constantFrom('👍', '❤', '❤️', '🎉'), fc.boolean()).map(([emoji, on]) => react(emoji, on)),
  fc.uniqueArray(fc.nat(4), { maxLength: 2 }).map((choices) => vote(...choices.toSorted((a, b) => a - b))),
  fc.boolean().map(pin),
  fc.constant(CLOSE),
  fc.constantFrom(HIDE, SHOW),
);
/** Each has a place of its own, as entries do. */
const placed = fc
  .array(fc.tuple(fc.constantFrom(ADA, BEN, CLEO), fc.nat(5), anyAnnotation), { maxLength: 24 })
  .map((drawn) =>
    drawn.map(
      ([account, clock, event], i): PlacedAnnotation => ({
        account,
        clock: clock as Hlc,
        entry: i.toString(16).padStart(64, '0') as EntryId,
        event,
      }),
    ),
  );

describe('[C1] a message folds to the same', () => {
  test('in whatever order its annotations come, and however often', () => {
    fc.assert(
      fc.property(placed, fc.infiniteStream(fc.nat()), fc.boolean(), (annotations, dice, isImported) => {
        const shuffled = [...annotations, ...annotations.filter((_, i) => i % 3 === 0)]
          .map((annotation) => ({ annotation, rank: dice.next().value as number }))
          .sort((x, y) => x.rank - y.rank)
          .map(({ annotation }) => annotation);
        const one = base({ isImported });
        expect(foldMessage(one, shuffled, judge)).toEqual(foldMessage(one, annotations, judge));
      }),
      { numRuns: 1000 },
    );
  });

  test('as played back one after the other, each over what was there', () => {
    fc.assert(
      fc.property(placed, (annotations) => {
        const inOrder = annotations.toSorted((a, b) => a.clock - b.clock || (a.entry < b.entry ? -1 : 1));
        let text = 'first';
        let [pinned, closed] = [false, false];
        const hiding = new Map<AccountId, boolean>();
        const reactions = new Set<string>();
        const votes = new Map<AccountId, number[]>();
        for (const { account, event } of inOrder) {
          if (event.kind === 'edit' && account === ADA) text = event.text;
          if (event.kind === 'pin') pinned = event.on;
          if (event.kind === 'hide' && account !== BEN) hiding.set(account, event.on);
          if (event.kind === 'react') {
            const place = `${emojiKey(event.emoji)} ${account}`;
            if (event.on) reactions.add(place);
            else reactions.delete(place);
          }
          const fits = (choices: number[]) => choices.length <= 1 && choices.every((choice) => choice < 3);
          if (event.kind === 'vote' && !closed && fits(event.choices)) votes.set(account, event.choices);
          if (event.kind === 'close-poll' && account === ADA) closed = true;
        }
        const folded = foldMessage(base(), annotations, judge);
        expect(folded).toMatchObject({ text, pinned, hidden: [...hiding.values()].includes(true) });
        expect(
          folded.reactions
            .flatMap(({ emoji, accounts }) => accounts.map((account) => `${emojiKey(emoji)} ${account}`))
            .sort(),
        ).toEqual([...reactions].sort());
        expect(folded.poll).toMatchObject({
          closed,
          voters: [...votes.values()].filter((choices) => choices.length > 0).length,
        });
        for (const [place, option] of (folded.poll?.options ?? []).entries())
          expect(new Set(option.accounts)).toEqual(
            new Set([...votes].filter(([, choices]) => choices.includes(place)).map(([account]) => account)),
          );
      }),
      { numRuns: 1000 },
    );
  });
});

describe('who may say what', () => {
  test('the author alone edits and closes; of an imported line nobody does', () => {
    expect(fold(by(BEN, 5, edit('mine')), by(BEN, 6, CLOSE))).toMatchObject({
      text: 'first',
      edited: undefined,
      poll: { closed: false },
    });
    const line = foldMessage(base({ isImported: true }), [by(ADA, 5, edit('changed'))], judge);
    expect(line.text).toBe('first');
  });

  test('the author and who has the rank hide, and nobody else', () => {
    expect([ADA, BEN, CLEO].map((account) => fold(by(account, 1, HIDE)).hidden)).toEqual([true, false, true]);
  });

  test('[A4] what somebody of rank hid shows again by the last word of rank; what its author hid does not', () => {
    expect(fold(by(CLEO, 1, HIDE), by(CLEO, 2, SHOW)).hidden).toBe(false);
    expect(fold(by(CLEO, 1, HIDE), by(BEN, 2, SHOW)).hidden).toBe(true);
    expect(fold(by(CLEO, 3, HIDE), by(CLEO, 2, SHOW)).hidden).toBe(true);
    expect(fold(by(ADA, 1, HIDE), by(CLEO, 2, SHOW)).hidden).toBe(true);
  });

  test('the last edit counts with whom it mentions, also where two were made in one tick', () => {
    const last = { ...edit('last'), mentions: { accounts: [BEN] } } as MessageAnnotation;
    const mentioned = foldMessage(base({ extras: { everyone: 'here' } }), [by(ADA, 2, edit('x'))], judge);
    expect(mentioned.mentions).toEqual({});
    expect(fold(by(ADA, 3, edit('one'), '1'), by(ADA, 3, last, '2'))).toMatchObject({
      text: 'last',
      mentions: { accounts: [BEN] },
    });
  });

  test('a vote behind the closing is void, and the one before it stands', () => {
    const options = fold(by(BEN, 1, vote(0)), by(ADA, 2, CLOSE), by(BEN, 3, vote(1))).poll?.options;
    expect(options?.map(({ accounts }) => accounts)).toEqual([[BEN], [], []]);
  });
});

describe('[L6] a message shows no more than', () => {
  const emoji = (i: number): string => String.fromCodePoint(0x1f600 + i);

  test('LIMITS.reactionsPerAccount of one account, its first ones', () => {
    const given = Array.from({ length: LIMITS.reactionsPerAccount + 3 }, (_, i) =>
      by(BEN, i, react(emoji(i))),
    );
    const { reactions } = fold(...given.toReversed());
    expect(reactions.map((it) => it.emoji)).toEqual(
      given.slice(0, LIMITS.reactionsPerAccount).map((_, i) => emoji(i)),
    );
  });

  test('LIMITS.reactionsPerMessage different ones', () => {
    const given = Array.from({ length: LIMITS.reactionsPerMessage + 3 }, (_, i) =>
      by(i.toString(16).padStart(64, '0') as AccountId, i, react(emoji(i))),
    );
    expect(fold(...given).reactions).toHaveLength(LIMITS.reactionsPerMessage);
  });

  test('ten thousand reactions fold in a moment', () => {
    const given = Array.from({ length: 10_000 }, (_, i) =>
      by((i % 5000).toString(16).padStart(64, '0') as AccountId, i, react(emoji(i % 7)), `${i % 10}`),
    );
    const start = performance.now();
    expect(fold(...given).reactions).toHaveLength(7);
    expect(performance.now() - start).toBeLessThan(500);
  });
});

describe('an emoji', () => {
  test.each(['👍', '👍🏽', '❤️', '❤', '🇩🇪', '1️⃣', '#⃣', '👩‍👩‍👧‍👦', '👩🏻‍❤️‍💋‍👨🏿', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '🧑‍🚀', '☺️', '🫨'])(
    '%s is one',
    (text) => {
      expect(isEmoji(text)).toBe(true);
    },
  );

  test.each([
    '',
    'a',
    '1',
    '👍👍',
    '👍 ',
    'ok',
    '\u200d',
    '\ufe0f',
    '🇩',
    '<b>',
    '👍\u0000',
    '\u{1f468}\u200d',
  ])('%j is none', (text) => {
    expect(isEmoji(text)).toBe(false);
  });

  test('[L6] LIMITS.emojiBytes: a family without end is none', () => {
    const family = (people: number) => Array.from({ length: people }, () => '👩').join('\u200d');
    expect(isEmoji(family(4))).toBe(true);
    expect(isEmoji(family(LIMITS.emojiBytes))).toBe(false);
  });
});
