import { createDecipheriv } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hlcFromMs, type LogId } from '@plexi/protocol';
import { describe, expect, test } from 'vitest';
import { idOf, indexAll, LAB, message } from '../src/conformance/index.ts';
import { phraseOf } from '../src/index.ts';
import { openSqliteStore } from '../src/sqlite/index.ts';
import { makeFolder, makeKey } from './folder.ts';

const PAGE = 4096;
const RESERVED = 80;
const LOG = idOf<LogId>('log of ada');
const SECRET = 'xylophonist';

const lines = (count: number, text: (i: number) => string) =>
  Array.from({ length: count }, (_, i) =>
    message({
      id: idOf(`line ${i}`),
      clock: hlcFromMs(1_750_000_000_000 + i * 1000),
      sequence: i + 1,
      text: text(i),
    }),
  );

/** All pages of a closed database, deciphered. */
const decipher = (path: string, key: Uint8Array): string => {
  const file = readFileSync(path);
  let plain = '';
  for (let page = 0; page * PAGE < file.length; page++) {
    const bytes = file.subarray(page * PAGE, (page + 1) * PAGE);
    const iv = bytes.subarray(PAGE - RESERVED, PAGE - RESERVED + 16);
    const cipher = createDecipheriv('aes-256-cbc', key, iv).setAutoPadding(false);
    const sealed = bytes.subarray(page === 0 ? 16 : 0, PAGE - RESERVED);
    plain += Buffer.concat([cipher.update(sealed), cipher.final()]).toString('latin1');
  }
  return plain;
};

const secretly = async (store: Awaited<ReturnType<typeof openSqliteStore>>): Promise<number> => {
  const phrase = phraseOf(SECRET, false);
  const { messages } = await store.searchMessages({
    all: phrase === undefined ? [] : [phrase],
    none: [],
    limit: 100,
  });
  return messages.length;
};

describe('the full-text index', () => {
  test('[K7] [A5] no word that is indexed or looked for is in any file, and no other files appear', async () => {
    const folder = makeFolder();
    const store = await openSqliteStore({ path: join(folder, 'store.db'), key: makeKey() });
    await store.commit([
      { type: 'messages', messages: lines(2000, (i) => `the ${SECRET.toUpperCase()} plays ${i}`) },
    ]);
    await indexAll(store);
    expect(await secretly(store)).toBe(100);
    expect(readdirSync(folder).sort()).toEqual(['store.db', 'store.db-wal']);
    for (const name of readdirSync(folder)) {
      const bytes = readFileSync(join(folder, name)).toString('latin1').toLowerCase();
      expect([name, bytes.includes(SECRET)]).toEqual([name, false]);
    }
    await store.close();
    expect(readFileSync(join(folder, 'store.db')).toString('latin1').toLowerCase()).not.toContain(SECRET);
  });

  test('[L4] words of what was taken away are not in the deciphered pages either', async () => {
    const path = join(makeFolder(), 'store.db');
    const key = makeKey();
    const store = await openSqliteStore({ path, key });
    await store.commit([
      { type: 'messages', messages: lines(60, (i) => (i < 50 ? `plain ${i}` : `the ${SECRET} ${i}`)) },
    ]);
    await indexAll(store);
    await store.close();
    expect(decipher(path, key)).toContain(SECRET);
    const again = await openSqliteStore({ path, key });
    expect(await secretly(again)).toBe(10);
    await again.commit([{ type: 'forget-messages', space: LAB, logId: LOG, after: 50 }]);
    expect(await secretly(again)).toBe(0);
    await again.close();
    const plain = decipher(path, key);
    expect(plain).toContain('plain');
    expect(plain).not.toContain(SECRET);
  });

  test('is taken up where it was left, and says how far it is', async () => {
    const path = join(makeFolder(), 'store.db');
    const key = makeKey();
    let store = await openSqliteStore({ path, key });
    await store.commit([{ type: 'messages', messages: lines(400, (i) => `${SECRET} ${i}`) }]);
    const { done, total } = await store.indexMessages(0);
    expect([done, total]).toEqual([1, 400]);
    await store.close();
    store = await openSqliteStore({ path, key });
    expect(await store.indexMessages(0)).toEqual({ done: 2, total: 400 });
    expect(await secretly(store)).toBe(2);
    await indexAll(store);
    expect(await secretly(store)).toBe(100);
    await store.close();
  });

  test('many messages that go at once take the index with them, and what stays is indexed again', async () => {
    const store = await openSqliteStore({ path: join(makeFolder(), 'store.db'), key: makeKey() });
    await store.commit([{ type: 'messages', messages: lines(1300, (i) => `${SECRET} ${i}`) }]);
    await indexAll(store);
    await store.commit([{ type: 'forget-messages', space: LAB, logId: LOG, after: 20 }]);
    expect(await secretly(store)).toBe(0);
    await indexAll(store);
    expect(await secretly(store)).toBe(20);
    await store.close();
  });
});
