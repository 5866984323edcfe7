import { EMPTY_TIP, type Entry, equalBytes, LIMITS, type RawEntry } from '@plexi/protocol';
import { describe, expect, test } from 'vitest';
import type { Store } from '../store.ts';
import { ADA, appending, BEN, CLUB, GENERAL, LAB, RANDOM, startLog } from './fixtures.ts';

const raw = ({ header, signature, body }: Entry): RawEntry => ({ header, signature, body });
const EVERYTHING = { limit: 1000, maxBytes: Number.MAX_SAFE_INTEGER };
const sum = (entries: readonly Entry[]): number =>
  entries.reduce(
    (bytes, entry) => bytes + entry.header.length + entry.signature.length + (entry.body?.length ?? 0),
    0,
  );

export const describeLogs = (current: () => Store): void => {
  describe('logs', () => {
    test('an empty store has none', async () => {
      const store = current();
      expect(await store.spaces()).toEqual([]);
      expect(await store.heads(LAB)).toEqual([]);
      expect(await store.head(LAB, startLog(LAB, GENERAL, ADA).log)).toBeUndefined();
      expect(await store.entries(LAB, startLog(LAB, GENERAL, ADA).log, 1, EVERYTHING)).toEqual([]);
      expect(await store.spaceBytes(LAB)).toBe(0);
    });

    test('entries come back byte for byte, in order, and the tip follows them', async () => {
      const store = current();
      const ada = startLog(LAB, GENERAL, ADA);
      const entries = ada.write(20);
      const [withoutBody] = ada.write(1);
      const all = [...entries, { ...(withoutBody as Entry), body: undefined }];
      await store.commit([appending(ada, all.slice(0, 7))]);
      await store.commit([appending(ada, all.slice(7))]);
      expect(await store.entries(LAB, ada.log, 1, EVERYTHING)).toStrictEqual(all.map(raw));
      const last = all.at(-1) as Entry;
      expect(await store.head(LAB, ada.log)).toStrictEqual({
        log: ada.log,
        logId: ada.logId,
        tip: { sequence: 21, id: last.id, clock: last.parsed.clock },
        bytes: sum(all),
      });
    });

    test('what is changed after a commit or a read changes nothing inside', async () => {
      const store = current();
      const ada = startLog(LAB, GENERAL, ADA);
      const [entry] = ada.write(1) as [Entry];
      const before = entry.header.slice();
      await store.commit([appending(ada, [entry])]);
      entry.header.fill(0);
      const [read] = (await store.entries(LAB, ada.log, 1, EVERYTHING)) as [RawEntry];
      expect(read.header).toEqual(before);
      read.header.fill(0);
      expect((await store.entries(LAB, ada.log, 1, EVERYTHING))[0]?.header).toEqual(before);
    });

    test('a read stops at its limit, or before the entry that exceeds its bytes, but gives at least one', async () => {
      const store = current();
      const ada = startLog(LAB, GENERAL, ADA);
      const entries = ada.write(10, 100);
      await store.commit([appending(ada, entries)]);
      const size = sum(entries.slice(0, 1));
      const read = async (from: number, limit: number, maxBytes: number): Promise<RawEntry[]> =>
        store.entries(LAB, ada.log, from, { limit, maxBytes });
      expect(await read(3, 4, 1e9)).toStrictEqual(entries.slice(2, 6).map(raw));
      expect(await read(1, 100, size * 3)).toStrictEqual(entries.slice(0, 3).map(raw));
      expect(await read(1, 100, size * 3 - 1)).toStrictEqual(entries.slice(0, 2).map(raw));
      expect(await read(5, 100, 1)).toStrictEqual(entries.slice(4, 5).map(raw));
      expect(await read(11, 100, 1e9)).toEqual([]);
    });

    test('an entry of the largest size is kept', async () => {
      const store = current();
      const ada = startLog(LAB, GENERAL, ADA);
      const entries = ada.write(2, LIMITS.bodyBytes);
      await store.commit([appending(ada, entries)]);
      const read = await store.entries(LAB, ada.log, 1, EVERYTHING);
      expect(
        read.map(({ body }, i) => equalBytes(body as Uint8Array, entries[i]?.body as Uint8Array)),
      ).toEqual([true, true]);
    });

    test('spaces, channels, devices and generations are logs of their own', async () => {
      const store = current();
      const logs = [
        startLog(LAB, GENERAL, ADA),
        startLog(LAB, GENERAL, ADA, 1),
        startLog(LAB, GENERAL, BEN),
        startLog(LAB, RANDOM, ADA),
        startLog(CLUB, GENERAL, ADA),
      ];
      const written = logs.map((log, i) => log.write(i + 1));
      await store.commit(logs.map((log, i) => appending(log, written[i] as Entry[])));
      for (const [i, log] of logs.entries()) {
        expect(await store.entries(log.space, log.log, 1, EVERYTHING)).toStrictEqual(
          (written[i] as Entry[]).map(raw),
        );
      }
      expect(await store.heads(LAB)).toHaveLength(4);
      expect(new Set((await store.heads(LAB)).map((head) => head.logId))).toEqual(
        new Set(logs.slice(0, 4).map((log) => log.logId)),
      );
      expect(await store.spaces()).toEqual([LAB, CLUB].sort());
      expect(await store.spaceBytes(LAB)).toBe(sum(written.slice(0, 4).flat()));
      expect(await store.spaceBytes(CLUB)).toBe(sum(written[4] as Entry[]));
    });

    test('[L2] an entry that does not follow the tip fails the whole commit', async () => {
      const store = current();
      const ada = startLog(LAB, GENERAL, ADA);
      const ben = startLog(LAB, GENERAL, BEN);
      const entries = ada.write(5);
      const forked = startLog(LAB, GENERAL, ADA).write(3);
      await store.commit([appending(ada, entries.slice(0, 2))]);
      const before = await store.heads(LAB);
      for (const wrong of [
        entries.slice(3, 4),
        entries.slice(1, 3),
        forked.slice(2, 3),
        [entries[2], entries[4]] as Entry[],
        startLog(LAB, RANDOM, ADA).write(3).slice(2),
      ]) {
        const commit = store.commit([
          { type: 'record', scope: LAB, kind: 'k', key: 'a', value: new Uint8Array([1]) },
          appending(ben, startLog(LAB, GENERAL, BEN).write(2)),
          appending(ada, wrong),
        ]);
        await expect(commit).rejects.toMatchObject({ code: 'ENTRY_OUT_OF_ORDER' });
      }
      expect(await store.heads(LAB)).toStrictEqual(before);
      expect(await store.head(LAB, ben.log)).toBeUndefined();
      expect(await store.record(LAB, 'k', 'a')).toBeUndefined();
      await store.commit([appending(ada, entries.slice(2, 3)), appending(ada, entries.slice(3))]);
      expect((await store.head(LAB, ada.log))?.tip.sequence).toBe(5);
    });

    test('[L2] of a log that is cut back, another history goes on from there', async () => {
      const store = current();
      const [ada, ben] = [startLog(LAB, GENERAL, ADA), startLog(LAB, GENERAL, BEN)];
      const entries = ada.write(5);
      const others = ben.write(2);
      await store.commit([appending(ada, entries), appending(ben, others)]);
      const third = entries[2] as Entry;
      const tip = { sequence: 3, id: third.id, clock: third.parsed.clock };
      await store.commit([
        { type: 'cut-log', space: LAB, log: ada.log, tip },
        appending(ada, entries.slice(3, 4)),
      ]);
      await store.commit([{ type: 'cut-log', space: LAB, log: ada.log, tip }]);
      await store.commit([{ type: 'cut-log', space: LAB, log: ada.log, tip }]);
      expect(await store.head(LAB, ada.log)).toStrictEqual({
        log: ada.log,
        logId: ada.logId,
        tip,
        bytes: sum(entries.slice(0, 3)),
      });
      expect(await store.entries(LAB, ada.log, 1, EVERYTHING)).toStrictEqual(entries.slice(0, 3).map(raw));
      expect(await store.spaceBytes(LAB)).toBe(sum([...entries.slice(0, 3), ...others]));
      await store.commit([appending(ada, entries.slice(3))]);
      expect((await store.head(LAB, ada.log))?.tip.sequence).toBe(5);
      await store.commit([{ type: 'cut-log', space: LAB, log: ada.log, tip: EMPTY_TIP }]);
      expect(await store.head(LAB, ada.log)).toBeUndefined();
      await store.commit([appending(ada, entries)]);
      expect(await store.entries(LAB, ben.log, 1, EVERYTHING)).toStrictEqual(others.map(raw));
    });

    test('a first entry that is not the first, or is of another log, fails and leaves no log', async () => {
      const store = current();
      const ada = startLog(LAB, GENERAL, ADA);
      const [first, second] = ada.write(2) as [Entry, Entry];
      const elsewhere = startLog(LAB, RANDOM, ADA).write(1);
      for (const wrong of [[second], elsewhere]) {
        const commit = store.commit([appending(ada, wrong)]);
        await expect(commit).rejects.toMatchObject({ code: 'ENTRY_OUT_OF_ORDER' });
      }
      expect(await store.spaces()).toEqual([]);
      await store.commit([appending(ada, [])]);
      expect(await store.spaces()).toEqual([]);
      await store.commit([appending(ada, [first])]);
      expect(await store.spaces()).toEqual([LAB]);
    });

    test('of commits asked for at once, each stands or falls by itself', async () => {
      const store = current();
      const ada = startLog(LAB, GENERAL, ADA);
      const ben = startLog(CLUB, GENERAL, BEN);
      const [first, second, third] = ada.write(3) as [Entry, Entry, Entry];
      const bens = ben.write(2);
      const results = await Promise.allSettled([
        store.commit([appending(ada, [first])]),
        store.commit([appending(ben, bens.slice(0, 1)), appending(ada, [third])]),
        store.commit([appending(ada, [second])]),
        store.commit([appending(ben, bens.slice(1))]),
        store.commit([appending(ada, [third])]),
        store.commit([appending(ben, bens)]),
      ]);
      expect(results.map((result) => result.status)).toEqual([
        'fulfilled',
        'rejected',
        'fulfilled',
        'rejected',
        'fulfilled',
        'fulfilled',
      ]);
      expect((await store.head(LAB, ada.log))?.tip.id).toBe(third.id);
      expect(await store.entries(CLUB, ben.log, 1, EVERYTHING)).toStrictEqual(bens.map(raw));
    });
  });
};
