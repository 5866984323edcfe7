import { join } from 'node:path';
import type { Entry } from '@plexi/protocol';
import { expect, test } from 'vitest';
import { ADA, appending, GENERAL, LAB, message, startLog } from '../src/conformance/index.ts';
import { connect } from '../src/sqlite/connection.ts';
import { openSqliteStore } from '../src/sqlite/index.ts';
import { pageSql } from '../src/sqlite/messages.ts';
import type { Store, Write } from '../src/store.ts';
import { makeFolder, makeKey } from './folder.ts';

const decoder = new TextDecoder();
/** "Sealed" here: every byte XOR the first of the key. */
const openWords = (key: Uint8Array, body: Uint8Array): string | undefined =>
  body.length === 0 ? undefined : decoder.decode(body.map((byte) => byte ^ (key[0] as number)));
const opener = new Uint8Array(32).fill(9);

const writer = startLog(LAB, GENERAL, ADA);
/** Entries whose bodies say "walrus N" to who has the key. */
const entries: Entry[] = writer.write(8, 8).map((entry, i) => ({
  ...entry,
  body: new TextEncoder().encode(`walrus ${i}`).map((byte) => byte ^ 9),
}));
const posts = entries.map((entry) =>
  message({
    id: entry.id,
    entry: entry.id,
    clock: entry.parsed.clock,
    logId: writer.logId,
    sequence: entry.parsed.sequence,
    text: `walrus ${entry.parsed.sequence - 1}`,
  }),
);
const openers = new Map(posts.map(({ id }) => [id, opener]));
const writes: Write[] = [appending(writer, entries), { type: 'messages', messages: posts, openers }];

const path = (): string => join(makeFolder(), 'store.db');
const wordsOf = async (store: Store): Promise<string[]> =>
  (await store.messages(LAB, GENERAL, { limit: 50 })).map(({ text }) => text);
const find = async (store: Store, word: string): Promise<number> => {
  await store.indexMessages(1000);
  const query = { all: [{ tokens: [word], prefix: false }], none: [], limit: 50 };
  return (await store.searchMessages(query)).messages.length;
};

test('a post is kept once, sealed, and read with the key of its entry', async () => {
  const [file, key] = [path(), makeKey()];
  const store = await openSqliteStore({ path: file, key, openWords });
  await store.commit(writes);
  expect(await wordsOf(store)).toEqual(posts.map(({ text }) => text));
  expect(await store.message(LAB, posts[3]?.id as string)).toEqual(posts[3]);
  expect(await find(store, 'walrus')).toBe(8);
  await store.close();
  const connection = connect({ path: file, key, openWords });
  expect(connection.prepare('SELECT DISTINCT text FROM message').all()).toEqual([{ text: null }]);
  connection.close();
  // Who cannot open bodies is told, and gets no other words.
  const blind = await openSqliteStore({ path: file, key });
  await expect(wordsOf(blind)).rejects.toMatchObject({ code: 'STORE_CORRUPT' });
  await blind.close();
});

test('words are kept themselves where there is no body to read them from', async () => {
  const store = await openSqliteStore({ path: path(), key: makeKey(), openWords });
  await store.commit([
    appending(
      writer,
      entries.map((entry, i) => (i === 2 ? { ...entry, body: undefined } : entry)),
    ),
    { type: 'messages', messages: posts.slice(0, 4), openers },
    { type: 'messages', messages: posts.slice(4) },
  ]);
  expect(await wordsOf(store)).toEqual(posts.map(({ text }) => text));
  await store.close();
});

test('[L4] words go with their body, from the index too', async () => {
  const store = await openSqliteStore({ path: path(), key: makeKey(), openWords });
  await store.commit(writes);
  expect(await find(store, 'walrus')).toBe(8);
  const drop = { type: 'drop-bodies', space: LAB, log: writer.log, logId: writer.logId } as const;
  await store.commit([
    { ...drop, sequences: [2], leave: 'tombstone' },
    { ...drop, sequences: [4, 5], leave: 'nothing' },
  ]);
  expect(await wordsOf(store)).toEqual(['walrus 0', '', 'walrus 2', 'walrus 5', 'walrus 6', 'walrus 7']);
  expect([await find(store, 'walrus'), await find(store, '1'), await find(store, '3')]).toEqual([5, 0, 0]);
  await store.commit([{ type: 'forget-space', space: LAB }]);
  expect(await find(store, 'walrus')).toBe(0);
  await store.close();
});

test('[L2] what was opened of entries that are cut away stays readable, also where their rows are used again', async () => {
  const store = await openSqliteStore({ path: path(), key: makeKey(), openWords });
  await store.commit(writes);
  expect(await find(store, 'walrus')).toBe(8);
  const tip = entries[4] as Entry;
  const cut = { sequence: 5, id: tip.id, clock: tip.parsed.clock };
  await store.commit([{ type: 'cut-log', space: LAB, log: writer.log, tip: cut }]);
  const other = startLog(LAB, GENERAL, ADA, 1);
  await store.commit([appending(other, other.write(5))]);
  expect(await wordsOf(store)).toEqual(posts.map(({ text }) => text));
  expect([await find(store, 'walrus'), await find(store, '6')]).toEqual([8, 1]);
  await store.close();
});

test('a page is found along an index, both ways: only messages of one clock are sorted', () => {
  const connection = connect({ path: path(), key: makeKey() });
  for (const [which, index] of [
    ['flags & 1 = 0', 'message_main'],
    ['flags & 1 <> 0', 'message_apart'],
  ] as const) {
    for (const direction of ['ASC', 'DESC'] as const) {
      const sql = `EXPLAIN QUERY PLAN ${pageSql(which, direction)}`;
      const rows = connection.prepare(sql).all(1, 2, new Uint8Array(), 0, 3, new Uint8Array(), 0, 50);
      const plan = rows.map((row) => (row as { detail: string }).detail).join('\n');
      expect(plan).toContain(`SEARCH m USING INDEX ${index} (channel=? AND clock>? AND clock<?)`);
      expect(plan).not.toMatch(/SCAN|USE TEMP B-TREE FOR ORDER BY/);
    }
  }
  connection.close();
});
