import type { EntryId, Hlc, LogId } from '@plexi/protocol';
import { describe, expect, test } from 'vitest';
import type { MessagePage, Store } from '../store.ts';
import type { StoredMessage } from '../stored-message.ts';
import { BEN, CLUB, GENERAL, idOf, LAB, message, posts, RANDOM } from './fixtures.ts';

const clock = (value: number): Hlc => value as Hlc;
const entry = (digit: string): EntryId => digit.repeat(64) as EntryId;

/** Lines that decoders, databases and terminals like to change. */
const NAUGHTY = [
  '',
  ' ',
  '\ufeffbegins with a mark',
  'a\0b',
  "'; DROP TABLE message; --",
  '\u{1f600}\u200d',
  'e\u0301',
  '\r\n\t',
  '\ufffd\uffff',
];

export const describeTimelines = (current: () => Store): void => {
  const put = (messages: readonly StoredMessage[]): Promise<void> =>
    current().commit([{ type: 'messages', messages }]);
  const forget = (logId: LogId, after: number): Promise<void> =>
    current().commit([{ type: 'forget-messages', space: LAB, logId, after }]);
  const idsOn = async (page: MessagePage): Promise<string[]> =>
    (await current().messages(LAB, GENERAL, page)).map((found) => found.id);

  describe('timelines', () => {
    test('a message comes back as it was', async () => {
      const store = current();
      const imported = message({
        id: idOf('an import'),
        kind: 'import',
        author: 'someone',
        time: '12:03',
        part: 3,
        device: BEN,
        clock: clock(2 ** 52),
        sequence: 2 ** 40,
      });
      const plain = message({ id: 'not an id', clock: clock(1) });
      await put([imported, plain]);
      expect(await store.message(LAB, imported.id)).toStrictEqual(imported);
      expect(await store.message(LAB, 'not an id')).toStrictEqual(plain);
      expect(await store.message(CLUB, 'not an id')).toBeUndefined();
      for (const digits of [
        imported.id.slice(0, 6),
        imported.id.slice(0, 12),
        imported.id.slice(0, 40),
        imported.id,
      ])
        expect(await store.messageIdsFrom(LAB, digits)).toEqual([imported.id]);
      expect(
        await store.messageIdsFrom(LAB, `${imported.id.slice(0, 39)}${imported.id[39] === '0' ? '1' : '0'}`),
      ).toEqual([]);
      expect(await store.messageIdsFrom(CLUB, imported.id)).toEqual([]);
      expect(await store.messages(LAB, GENERAL, { limit: 9 })).toStrictEqual([plain, imported]);
      expect(await store.messages(LAB, RANDOM, { limit: 9 })).toEqual([]);
      expect(await store.countMessages(LAB, GENERAL)).toBe(2);
      expect(await store.knownMessages(LAB, [idOf('an import'), 'not an id', 'x'])).toEqual(
        new Set([idOf('an import'), 'not an id']),
      );
      expect(await store.knownMessages(CLUB, ['not an id'])).toEqual(new Set());
    });

    test.each(NAUGHTY.map((text) => [JSON.stringify(text), text]))(
      'the text %s is kept as it is',
      async (_name, text) => {
        await put([message({ id: 'a', kind: 'import', author: text, time: text, text })]);
        expect(await current().message(LAB, 'a')).toMatchObject({ author: text, time: text, text });
      },
    );

    test('[C1] the order is clock, entry, part, whatever the order of arrival', async () => {
      const ordered = [
        message({ id: 'a', clock: clock(5), entry: entry('f') }),
        message({ id: 'b', clock: clock(6), entry: entry('1'), part: 0 }),
        message({ id: 'c', clock: clock(6), entry: entry('1'), part: 1 }),
        message({ id: 'd', clock: clock(6), entry: entry('1'), part: 10 }),
        message({ id: 'e', clock: clock(6), entry: entry('a') }),
        message({ id: 'f', clock: clock(10), entry: entry('0') }),
      ];
      await put([3, 0, 5, 1].map((i) => ordered[i] as StoredMessage));
      await put([4, 2].map((i) => ordered[i] as StoredMessage));
      expect(await current().messages(LAB, GENERAL, { limit: 100 })).toStrictEqual(ordered);
    });

    test('pages go back from the newest and forward from a place, and none is missed or doubled', async () => {
      const all = posts(95);
      await put(all);
      const ids = all.map((post) => post.id);
      expect(await idsOn({ limit: 10 })).toEqual(ids.slice(85));
      expect(await idsOn({ limit: 10, before: all[50] as StoredMessage })).toEqual(ids.slice(40, 50));
      expect(await idsOn({ limit: 10, after: all[50] as StoredMessage })).toEqual(ids.slice(51, 61));
      expect(await idsOn({ limit: 10, before: all[3] as StoredMessage })).toEqual(ids.slice(0, 3));
      expect(await idsOn({ limit: 10, after: all[94] as StoredMessage })).toEqual([]);
      const between = { after: all[2] as StoredMessage, before: all[6] as StoredMessage };
      expect(await idsOn({ limit: 10, ...between })).toEqual(ids.slice(3, 6));
      const back: string[] = [];
      for (let page = await current().messages(LAB, GENERAL, { limit: 10 }); page.length > 0; ) {
        back.unshift(...page.map((post) => post.id));
        page = await current().messages(LAB, GENERAL, { limit: 10, before: page[0] as StoredMessage });
      }
      expect(back).toEqual(ids);
    });

    test('a place without a part is a whole entry', async () => {
      const parts = Array.from({ length: 9 }, (_, i) =>
        message({
          id: `${i}`,
          clock: clock(1 + Math.floor(i / 3)),
          entry: entry(`${Math.floor(i / 3)}`),
          part: i % 3,
        }),
      );
      await put(parts);
      const place = { clock: clock(2), entry: entry('1') };
      expect(await idsOn({ limit: 9, before: place })).toEqual(['0', '1', '2']);
      expect(await idsOn({ limit: 9, after: place })).toEqual(['6', '7', '8']);
      expect(await idsOn({ limit: 9, after: { ...place, part: 1 } })).toEqual(['5', '6', '7', '8']);
    });

    test('[C1] of messages with one id the lowest counts, in whatever order they come', async () => {
      const claims = [
        message({ id: 'x', clock: clock(7), entry: entry('1'), text: 'first', device: BEN }),
        message({ id: 'x', clock: clock(7), entry: entry('2'), text: 'second' }),
        message({ id: 'x', clock: clock(9), entry: entry('0'), text: 'third' }),
      ] as const;
      for (const order of ['012', '021', '102', '120', '201', '210']) {
        for (const i of order) await put([claims[Number(i)] as StoredMessage]);
        expect(await current().messages(LAB, GENERAL, { limit: 9 })).toStrictEqual([claims[0]]);
        expect(await current().message(LAB, 'x')).toStrictEqual(claims[0]);
        expect(await current().countMessages(LAB, GENERAL)).toBe(1);
        await current().commit([{ type: 'forget-space', space: LAB }]);
      }
    });

    test('the same message again changes nothing; of one entry the lowest part counts', async () => {
      const high = message({ id: 'x', part: 2, text: 'part 2' });
      await put([high, high]);
      await put([message({ id: 'x', part: 1, text: 'part 1' }), high]);
      expect((await current().messages(LAB, GENERAL, { limit: 9 })).map((found) => found.text)).toEqual([
        'part 1',
      ]);
    });

    test('[G4] what lies behind a cutoff is forgotten, and what it had displaced counts again', async () => {
      const gone = idOf<LogId>('log of the removed');
      const kept = message({ id: 'x', clock: clock(9), entry: entry('9'), text: 'kept' });
      await put([
        message({ id: 'x', clock: clock(1), entry: entry('1'), logId: gone, sequence: 6, text: 'void' }),
        kept,
        message({ id: 'y', clock: clock(2), entry: entry('2'), logId: gone, sequence: 5 }),
        message({ id: 'z', clock: clock(3), entry: entry('3'), logId: gone, sequence: 7, channel: RANDOM }),
        message({ id: 'other space', space: CLUB, logId: gone, sequence: 9 }),
      ]);
      await forget(gone, 5);
      expect(await idsOn({ limit: 9 })).toEqual(['y', 'x']);
      expect(await current().message(LAB, 'x')).toStrictEqual(kept);
      expect(await current().message(LAB, 'z')).toBeUndefined();
      expect(await current().knownMessages(LAB, ['x', 'y', 'z'])).toEqual(new Set(['x', 'y']));
      expect(await current().countMessages(CLUB, GENERAL)).toBe(1);
      await forget(idOf<LogId>('no such log'), 0);
      await forget(gone, 0);
      expect(await idsOn({ limit: 9 })).toEqual(['x']);
    });
  });
};
