import { type DeviceId, encodeEvent, hlcFromMs, type LogId } from '@plexi/protocol';
import { describe, expect, test } from 'vitest';
import type { MessageQuery } from '../search/query.ts';
import { phraseOf } from '../search/words.ts';
import type { Store } from '../store.ts';
import type { StoredMessage } from '../stored-message.ts';
import { ADA, annotation, BEN, CLUB, GENERAL, idOf, LAB, message, RANDOM } from './fixtures.ts';

const NOON = Date.UTC(2026, 2, 14, 12);
const STEP_MS = 60_000;
const BUDGET_MS = 5;

/** Messages a minute apart, named by their place: m0, m1 … */
const said = (texts: readonly (string | Partial<StoredMessage>)[]): StoredMessage[] =>
  texts.map((it, i) =>
    message({
      id: `m${i}`,
      clock: hlcFromMs(NOON + i * STEP_MS),
      sequence: i + 1,
      ...(typeof it === 'string' ? { text: it } : it),
    }),
  );

/** Words as a person types them; the last one may go on. */
const asking = (words: string, more: Partial<MessageQuery> = {}): MessageQuery => ({
  all: words.split(' ').flatMap((word, i, all) => phraseOf(word, i === all.length - 1) ?? []),
  none: [],
  limit: 10,
  ...more,
});

const quoted = (words: string, more: Partial<MessageQuery> = {}): MessageQuery =>
  asking('', { all: [phraseOf(words, false) ?? { tokens: [], prefix: false }], ...more });

export const indexAll = async (store: Store): Promise<void> => {
  for (;;) {
    const { done, total } = await store.indexMessages(BUDGET_MS);
    if (done === total) return;
  }
};

export const describeSearches = (current: () => Store): void => {
  const put = async (messages: readonly StoredMessage[]): Promise<void> => {
    await current().commit([{ type: 'messages', messages }]);
    await indexAll(current());
  };
  const ids = async (query: MessageQuery): Promise<string[]> =>
    (await current().searchMessages(query)).messages.map(({ id }) => id);

  describe('[A5] searching', () => {
    test('all words, in any order and case, the last as far as it is typed; newest first', async () => {
      await put(said(['Hello World', 'the world says hello', 'hello', 'worldly HELLO', 'help']));
      expect(await ids(asking('hello world'))).toEqual(['m3', 'm1', 'm0']);
      expect(await ids(asking('WORLD hel'))).toEqual(['m1', 'm0']);
      expect(await ids(asking('hel'))).toEqual(['m4', 'm3', 'm2', 'm1', 'm0']);
      expect(await ids(asking('wor hello'))).toEqual([]);
      expect(await ids(asking('goodbye'))).toEqual([]);
    });

    test('a phrase in its order, and without some words', async () => {
      await put(said(['to be or not to be', 'be to', 'to be frank', "don't be"]));
      expect(await ids(quoted('to be'))).toEqual(['m2', 'm0']);
      const without = [{ tokens: ['frank'], prefix: false }];
      expect(await ids(quoted('to be', { none: without }))).toEqual(['m0']);
      expect(await ids(asking('', { none: without }))).toEqual(['m3', 'm1', 'm0']);
      expect(await ids(asking("don't"))).toEqual(['m3']);
      expect(await ids(asking('dont'))).toEqual(['m3']);
    });

    test.each([
      ['Ça déjà vu', 'deja ca'],
      ['Straße in Łódź', 'strasse lodz'],
      ['ΟΔΥΣΣΕΥΣ', 'οδυσσεύς'],
      ['İstanbul ılık', 'istanbul ilik'],
      ['ｆｕｌｌ ｗｉｄｔｈ ①', 'full width 1'],
      ['اَلْعَرَبِيَّةُ لُغَةٌ', 'العربيه لغة'],
      ['إلى مكتبـــــة أحمد ٢٠٢٦', 'الي مكتبة احمد 2026'],
      ['שָׁלוֹם עולם', 'שלום'],
      ['今天天气很好', '天气'],
      ['今天天气很好', '好'],
      ['東京タワーに行く', 'タワー'],
      ['우리학교에서 만나요', '학교'],
      ['ภาษาไทยไม่มีช่องว่าง', 'ไทย'],
      ['हिन्दी में लिखा', 'हिन्दी'],
      ['Привет, мир', 'привет мир'],
      ['party 🎉 time', '🎉'],
      ['see snake_case.ts', 'snake_case'],
    ])('%s is found by %s', async (text, words) => {
      await put(said([text, 'something else 123']));
      expect(await ids(asking(words))).toEqual(['m0']);
    });

    test.each([
      ['今天天气很好', '气天'],
      ['हिन्दी', 'हन्दू'],
      ['a phrase', 'as'],
    ])('%s is not found by %s', async (text, words) => {
      await put(said([text]));
      expect(await ids(asking(words))).toEqual([]);
    });

    test('by place, person, date and what it has', async () => {
      const devices: DeviceId[] = [BEN];
      await put(
        said([
          'plan one',
          { text: 'plan two', channel: RANDOM, hasFile: true },
          { text: 'plan three', device: BEN, logId: idOf<LogId>('log of ben') },
          { text: 'plan four see https://example.org/x', space: CLUB, hasLink: true },
          { text: 'plan five', kind: 'import', author: 'Zoë |away|', time: '2025-06-01T10:00:00Z' },
          { text: 'plan six', kind: 'import', author: 'ben', time: '12:03', device: BEN },
        ]),
      );
      expect(await ids(asking('plan', { places: [{ space: LAB, channel: RANDOM }] }))).toEqual(['m1']);
      expect(await ids(asking('plan', { places: [] }))).toEqual([]);
      expect(await ids(asking('plan', { places: [{ space: CLUB, channel: RANDOM }] }))).toEqual([]);
      expect(await ids(asking('plan', { from: { devices, authors: [] } }))).toEqual(['m2']);
      expect(await ids(asking('plan', { from: { devices: [ADA], authors: [] } }))).toEqual([
        'm3',
        'm1',
        'm0',
      ]);
      expect(await ids(asking('', { from: { devices, authors: ['zoe |AWAY|'] } }))).toEqual(['m2', 'm4']);
      expect(await ids(asking('plan', { from: { devices: [], authors: [] } }))).toEqual([]);
      expect(await ids(asking('', { has: 'link' }))).toEqual(['m3']);
      expect(await ids(asking('plan', { has: 'file' }))).toEqual(['m1']);
      expect(await ids(asking('plan', { before: Date.UTC(2026, 0, 1) }))).toEqual(['m4']);
      expect(await ids(asking('plan', { after: NOON + 2 * STEP_MS, before: NOON + 4 * STEP_MS }))).toEqual([
        'm3',
        'm2',
      ]);
    });

    test('pages follow one another, and nothing is missed or doubled, many of one second included', async () => {
      await put(
        said(Array.from({ length: 45 }, (_, i) => ({ text: `word ${i}`, clock: hlcFromMs(NOON + (i % 2)) }))),
      );
      const all: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await current().searchMessages(asking('word', cursor === undefined ? {} : { cursor }));
        all.push(...page.messages.map(({ id }) => id));
        cursor = page.next;
      } while (cursor !== undefined);
      expect(all.length).toBe(45);
      expect(new Set(all).size).toBe(45);
      await expect(current().searchMessages(asking('word', { cursor: '1 OR 1' }))).rejects.toMatchObject({
        code: 'INVALID_INPUT',
      });
    });

    test('[L4] what was taken away is not found, and what follows it in its place is', async () => {
      const all = said(['one secret', 'two secret', 'three secret']);
      await put(all);
      await current().commit([
        { type: 'forget-messages', space: LAB, logId: (all[0] as StoredMessage).logId, after: 1 },
      ]);
      expect(await ids(asking('secret'))).toEqual(['m0']);
      await put(said(['one secret', 'another secret']).slice(1));
      expect(await ids(asking('secret'))).toEqual(['m1', 'm0']);
      await current().commit([{ type: 'forget-space', space: LAB }]);
      expect(await ids(asking('secret'))).toEqual([]);
      await put(said(['back']));
      expect(await ids(asking('back'))).toEqual(['m0']);
    });

    test('[L4] a tombstone is not found, by nothing of what it said', async () => {
      await put(said(['a secret plan', 'no secret']));
      const drop = {
        log: { channel: GENERAL, device: ADA, generation: 0 },
        logId: idOf<LogId>('log of ada'),
      };
      await current().commit([
        { type: 'drop-bodies', space: LAB, ...drop, sequences: [1], leave: 'tombstone' },
      ]);
      expect(await ids(asking('secret'))).toEqual(['m1']);
      expect(await ids(asking('', { from: { devices: [ADA], authors: [] } }))).toEqual(['m1']);
    });

    test('an edited message is found by what any version says, wherever the edit came first, and not once it is gone', async () => {
      const edit = (sequence: number, text: string) =>
        annotation({
          kind: 'edit',
          register: '',
          target: idOf('edited'),
          sequence,
          payload: encodeEvent({ kind: 'edit', target: idOf('edited'), text, mentions: {} }),
        });
      await current().commit([
        { type: 'annotations', annotations: [edit(7, 'quick brown fox'), edit(8, 'lazy dog')] },
      ]);
      await indexAll(current());
      expect(await ids(asking('fox'))).toEqual([]);
      await put([message({ id: idOf('edited'), text: 'something else', clock: hlcFromMs(NOON) })]);
      for (const words of ['brown fox', 'lazy', 'something'])
        expect([words, await ids(asking(words))]).toEqual([words, [idOf('edited')]]);
      expect(await ids(asking('fox lazy'))).toEqual([]);
      const { logId } = edit(7, '');
      await current().commit([{ type: 'forget-messages', space: LAB, logId, after: 6 }]);
      expect(await ids(asking('fox'))).toEqual([]);
      expect(await ids(asking('something'))).toEqual([idOf('edited')]);
    });

    test('of messages with one id, the one that counts is found', async () => {
      const [early, late] = [
        message({
          id: 'same',
          text: 'early bird',
          clock: hlcFromMs(NOON),
          logId: idOf('x'),
          entry: idOf('x'),
        }),
        message({
          id: 'same',
          text: 'late owl',
          clock: hlcFromMs(NOON + 5),
          logId: idOf('y'),
          entry: idOf('y'),
        }),
      ];
      await put([late]);
      expect(await ids(asking('owl'))).toEqual(['same']);
      await put([early]);
      expect(await ids(asking('owl'))).toEqual([]);
      expect(await ids(asking('bird'))).toEqual(['same']);
      await current().commit([{ type: 'forget-messages', space: LAB, logId: early.logId, after: 0 }]);
      expect(await ids(asking('owl'))).toEqual(['same']);
    });

    test('nothing in a query is taken for syntax', async () => {
      await put(said(['near OR AND NOT', 'plain']));
      for (const words of [
        '"',
        '*',
        'words:',
        'NEAR(a b)',
        'OR',
        '^near',
        '{words}:near',
        "';--",
        '\0',
        '\ue000',
      ]) {
        await expect(ids(asking(words))).resolves.toBeInstanceOf(Array);
        await expect(ids(asking('', { all: [{ tokens: [words], prefix: true }] }))).resolves.toBeInstanceOf(
          Array,
        );
      }
      expect(await ids(asking('OR'))).toEqual(['m0']);
      expect(await ids(asking('', { from: { devices: [], authors: ['" OR "plain'] } }))).toEqual([]);
    });
  });
};
