import { equalBytes } from '@plexi/protocol';
import { describe, expect, test } from 'vitest';
import type { Store, Write } from '../store.ts';
import { ADA, appending, CLUB, GENERAL, LAB, message, posts, startLog } from './fixtures.ts';

const put = (scope: string, kind: string, key: string, value: Uint8Array | undefined): Write => ({
  type: 'record',
  scope,
  kind,
  key,
  value,
});
const bytes = (...values: number[]): Uint8Array => new Uint8Array(values);

export const describeRecords = (current: () => Store): void => {
  describe('records', () => {
    test('are found by scope, kind and key, and overwritten and deleted', async () => {
      const store = current();
      await store.commit([
        put('profile', 'account', 'a', bytes(1)),
        put(LAB, 'account', 'a', bytes(2)),
        put('profile', 'other', 'a', bytes(3)),
        put('profile', 'account', 'b', bytes()),
      ]);
      expect(await store.record('profile', 'account', 'a')).toStrictEqual(bytes(1));
      expect(await store.record(LAB, 'account', 'a')).toStrictEqual(bytes(2));
      expect(await store.record('profile', 'other', 'a')).toStrictEqual(bytes(3));
      expect(await store.record('profile', 'account', 'b')).toStrictEqual(bytes());
      expect(await store.record('profile', 'account', 'c')).toBeUndefined();
      await store.commit([
        put('profile', 'account', 'a', bytes(9)),
        put('profile', 'account', 'b', undefined),
      ]);
      expect(await store.records('profile', 'account')).toStrictEqual([{ key: 'a', value: bytes(9) }]);
      await store.commit([put('profile', 'account', 'never there', undefined)]);
      expect(await store.records(LAB, 'other')).toEqual([]);
    });

    test('are listed by key, in the order of code points', async () => {
      const store = current();
      const keys = ['', '0', '10', '2', 'Z', 'a', 'ä', '\uffee', '\u{1f600}'];
      await store.commit([...keys].reverse().map((key, i) => put(LAB, 'k', key, bytes(i))));
      expect((await store.records(LAB, 'k')).map((record) => record.key)).toEqual(keys);
    });

    test('of several megabytes are kept', async () => {
      const store = current();
      const large = Uint8Array.from({ length: 8 << 20 }, (_, i) => i * 7);
      await store.commit([put(LAB, 'note', 'state', large)]);
      expect(equalBytes((await store.record(LAB, 'note', 'state')) ?? bytes(), large)).toBe(true);
    });

    test('a later write of one commit overrides an earlier one', async () => {
      const store = current();
      await store.commit([
        put(LAB, 'k', 'a', bytes(1)),
        put(LAB, 'k', 'a', undefined),
        put(LAB, 'k', 'a', bytes(2)),
      ]);
      expect(await store.record(LAB, 'k', 'a')).toStrictEqual(bytes(2));
    });

    test('a forgotten space is gone whole, others are not, and it can start again', async () => {
      const store = current();
      const lab = startLog(LAB, GENERAL, ADA);
      const club = startLog(CLUB, GENERAL, ADA);
      const first = lab.write(3);
      await store.commit([
        appending(lab, first),
        appending(club, club.write(2)),
        put(LAB, 'k', 'a', bytes(1)),
        put(CLUB, 'k', 'a', bytes(2)),
        put('profile', 'k', 'a', bytes(3)),
        { type: 'messages', messages: [...posts(3), message({ id: 'club', space: CLUB })] },
      ]);
      await store.commit([{ type: 'forget-space', space: LAB }]);
      expect(await store.spaces()).toEqual([CLUB]);
      expect(await store.heads(LAB)).toEqual([]);
      expect(await store.spaceBytes(LAB)).toBe(0);
      expect(await store.countMessages(LAB, GENERAL)).toBe(0);
      expect(await store.record(LAB, 'k', 'a')).toBeUndefined();
      expect((await store.heads(CLUB))[0]?.tip.sequence).toBe(2);
      expect(await store.record(CLUB, 'k', 'a')).toStrictEqual(bytes(2));
      expect(await store.record('profile', 'k', 'a')).toStrictEqual(bytes(3));
      expect((await store.message(CLUB, 'club'))?.text).toBe('text of club');
      await store.commit([appending(lab, first), { type: 'messages', messages: posts(1) }]);
      expect((await store.head(LAB, lab.log))?.tip.sequence).toBe(3);
      expect(await store.countMessages(LAB, GENERAL)).toBe(1);
      await store.commit([{ type: 'forget-space', space: LAB }, appending(lab, first.slice(0, 1))]);
      expect((await store.head(LAB, lab.log))?.tip.sequence).toBe(1);
    });
  });
};
