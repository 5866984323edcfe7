import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Hlc } from '@plexi/protocol';
import { describe, expect, test } from 'vitest';
import {
  ADA,
  annotation,
  appending,
  BEN,
  GENERAL,
  LAB,
  message,
  RANDOM,
  startLog,
} from '../src/conformance/index.ts';
import { openMemoryStore } from '../src/memory/index.ts';
import { connect } from '../src/sqlite/connection.ts';
import { openSqliteStore } from '../src/sqlite/index.ts';
import { MIGRATIONS } from '../src/sqlite/schema.ts';
import type { Store, Write } from '../src/store.ts';
import { makeFolder, makeKey } from './folder.ts';
import { makeOldStore } from './old-store.ts';

const key = makeKey();
const all = { limit: 1e4, maxBytes: 1e9 };
const ada = startLog(LAB, GENERAL, ADA);
const ben = startLog(LAB, RANDOM, BEN, 1);
const written = [
  { log: ada, entries: ada.write(40) },
  // One was dropped.
  { log: ben, entries: ben.write(30).map((entry, i) => (i === 7 ? { ...entry, body: undefined } : entry)) },
];
const messages = written.flatMap(({ log, entries }) =>
  entries.map((entry, i) =>
    message({
      id: i % 5 === 4 ? `imported ${log.logId} ${i}` : entry.id,
      kind: i % 5 === 4 ? 'import' : 'post',
      author: i % 5 === 4 ? 'Grace' : undefined,
      time: i % 5 === 4 ? '2005-01-01T00:00:00Z' : undefined,
      channel: log.log.channel,
      clock: entry.parsed.clock,
      entry: entry.id,
      logId: log.logId,
      device: log.log.device,
      sequence: entry.parsed.sequence,
      text: `an old walrus number ${i}`,
      root: i > 30 ? entries[0]?.id : undefined,
      apart: i > 33,
      mentionsSelf: i === 3,
      extras: i === 2 ? new Uint8Array([1, 2, 3]) : undefined,
    }),
  ),
);
const writes: Write[] = [
  ...written.map(({ log, entries }) => appending(log, entries)),
  { type: 'messages', messages },
  {
    type: 'annotations',
    annotations: [
      annotation({ target: messages[0]?.id as string, sequence: 101, logId: ada.logId }),
      annotation({
        target: messages[1]?.id as string,
        sequence: 102,
        logId: ada.logId,
        kind: 'pin',
        register: '',
      }),
    ],
  },
  { type: 'record', scope: 'profile', kind: 'k', key: 'a', value: new Uint8Array([1, 2]) },
  { type: 'record', scope: LAB, kind: 'k', key: 'b', value: new Uint8Array([3]) },
];

const hurry = async (store: Store): Promise<void> => {
  for (;;) {
    const { done, total } = await store.indexMessages(1000);
    if (done === total) return;
  }
};

/** All that can be asked. */
const askAll = async (store: Store): Promise<unknown> => {
  await hurry(store);
  const ids = messages.map(({ id }) => id);
  const query = { all: [{ tokens: ['walrus'], prefix: false }], none: [], limit: 500 };
  return {
    heads: await store.heads(LAB),
    bytes: await store.spaceBytes(LAB),
    entries: await Promise.all(written.map(({ log }) => store.entries(LAB, log.log, 1, all))),
    pages: await Promise.all(
      [GENERAL, RANDOM].flatMap((channel) => [
        store.messages(LAB, channel, { limit: 500 }),
        store.messages(LAB, channel, { limit: 7, withoutApart: true }),
      ]),
    ),
    counts: [await store.countMessages(LAB, GENERAL), await store.countMessages(LAB, RANDOM)],
    byId: (await store.messagesById(LAB, ids)).map(({ id }) => id).sort(),
    thread: await store.thread(LAB, messages[0]?.id as string, 100),
    annotations: await store.annotations(LAB, ids),
    unread: await store.unread(LAB, GENERAL, { after: 0 as Hlc, except: [], limit: 99, look: 99 }),
    mentions: await store.unread(LAB, GENERAL, {
      after: 0 as Hlc,
      except: [],
      limit: 9,
      look: 9,
      only: 'mentions',
    }),
    found: (await store.searchMessages(query)).messages.map(({ id }) => id).sort(),
    records: [await store.records('profile', 'k'), await store.records(LAB, 'k')],
  };
};

const reference = async (): Promise<unknown> => {
  const store = openMemoryStore();
  await store.commit(writes);
  return askAll(store);
};

const filesIn = (path: string): string[] => readdirSync(dirname(path)).sort();

describe('a database of an earlier version', () => {
  test('is brought up to date with everything in it, and goes on from there', async () => {
    const path = join(makeFolder(), 'store.db');
    makeOldStore(path, key, writes);
    const old = readFileSync(path);
    const store = await openSqliteStore({ path, key });
    expect(await askAll(store)).toEqual(await reference());
    // The old file is there unchanged until the new one has been opened once more.
    expect(filesIn(path)).toEqual(['store.db', 'store.db-wal', 'store.db.before-4']);
    expect(readFileSync(`${path}.before-4`)).toEqual(old);
    const more = ada.write(3);
    await store.commit([
      appending(ada, more),
      {
        type: 'messages',
        messages: more.map((entry) => message({ id: entry.id, entry: entry.id, logId: ada.logId })),
      },
      { type: 'forget-messages', space: LAB, logId: ben.logId, after: 5 },
    ]);
    await hurry(store);
    expect(await store.countMessages(LAB, RANDOM)).toBe(5);
    const found = await store.searchMessages({
      all: [{ tokens: ['29'], prefix: false }],
      none: [],
      limit: 9,
    });
    expect(found.messages.map(({ channel }) => channel)).toEqual([GENERAL]);
    await store.close();
    await (await openSqliteStore({ path, key })).close();
    expect(filesIn(path)).toEqual(['store.db']);
  });

  test('[K7] neither the new file nor the backup says a word', async () => {
    const path = join(makeFolder(), 'store.db');
    makeOldStore(path, key, writes);
    await (await openSqliteStore({ path, key })).close();
    const talkative = filesIn(path).filter((name) =>
      readFileSync(join(dirname(path), name)).includes('walrus'),
    );
    expect(talkative).toEqual([]);
  });

  test('keeps when each step was done, and can give pages back from then on', () => {
    const path = join(makeFolder(), 'store.db');
    makeOldStore(path, key, writes);
    const connection = connect({ path, key });
    const rows = connection.prepare('SELECT version, done_at FROM version').all();
    expect(rows).toEqual([{ version: MIGRATIONS.length, done_at: expect.any(Number) as number }]);
    expect(connection.pragma('auto_vacuum', { simple: true })).toBe(2);
    expect(connection.pragma('integrity_check', { simple: true })).toBe('ok');
    connection.close();
  });

  test('a step that fails leaves the old file as it was, and nothing else', () => {
    const path = join(makeFolder(), 'store.db');
    makeOldStore(path, key, writes);
    const old = readFileSync(path);
    const opening = (): unknown => connect({ path, key }, [...MIGRATIONS, 'CREATE TABLE a (x); nonsense']);
    expect(opening).toThrow(expect.objectContaining({ code: 'STORE_FAILED' }) as Error);
    expect(filesIn(path)).toEqual(['store.db']);
    expect(readFileSync(path)).toEqual(old);
  });

  test('what an interrupted upgrade left does not matter', async () => {
    const path = join(makeFolder(), 'store.db');
    makeOldStore(path, key, writes);
    const old = readFileSync(path);
    for (const leftover of ['.upgrading', '.upgrading-wal', '.upgrading-compact', '.before-4'])
      writeFileSync(path + leftover, old.subarray(0, 5000));
    const store = await openSqliteStore({ path, key });
    expect(await askAll(store)).toEqual(await reference());
    await store.close();
    expect(filesIn(path)).toEqual(['store.db', 'store.db.before-4']);
    expect(readFileSync(`${path}.before-4`)).toEqual(old);
    // The backup is a whole database of that version: put back, it is brought up to date again.
    copyFileSync(`${path}.before-4`, path);
    const again = await openSqliteStore({ path, key });
    expect(await askAll(again)).toEqual(await reference());
    await again.close();
  });

  test('damage is found before anything is done', async () => {
    const path = join(makeFolder(), 'store.db');
    makeOldStore(path, key, writes);
    const old = readFileSync(path);
    old.fill(0, old.length - 3 * 4096, old.length - 4096);
    writeFileSync(path, old);
    await expect(openSqliteStore({ path, key })).rejects.toMatchObject({ code: 'STORE_CORRUPT' });
    expect(filesIn(path)).toEqual(['store.db']);
    expect(readFileSync(path)).toEqual(old);
  });
});
