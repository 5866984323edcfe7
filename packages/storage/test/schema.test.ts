import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { connect } from '../src/sqlite/connection.ts';
import { openSqliteStore } from '../src/sqlite/index.ts';
import { migrate } from '../src/sqlite/schema.ts';
import { serveStore } from '../src/sqlite/serve.ts';
import { makeFolder, makeKey } from './folder.ts';

describe('the schema', () => {
  test('a store that a newer program wrote is refused and left as it is', async () => {
    const path = join(makeFolder(), 'store.db');
    const key = makeKey();
    const connection = connect({ path, key });
    connection.pragma('user_version = 999');
    connection.close();
    await expect(openSqliteStore({ path, key })).rejects.toMatchObject({ code: 'STORE_NEWER' });
    const again = (): unknown => connect({ path, key });
    expect(again).toThrow(/version 999/);
  });

  test('migrations run once each, in order, and what fails leaves the version before', () => {
    const connection = connect({ path: join(makeFolder(), 'store.db'), key: makeKey() });
    const version = (): unknown => connection.pragma('user_version', { simple: true });
    const first = version() as number;
    const past = Array.from({ length: first }, () => 'not run again');
    const steps = [...past, 'CREATE TABLE a (x)', 'INSERT INTO a VALUES (1)'];
    migrate(connection, steps);
    migrate(connection, steps);
    expect(version()).toBe(first + 2);
    expect(connection.prepare('SELECT x FROM a').all()).toEqual([{ x: 1 }]);
    expect(() => migrate(connection, [...steps, 'INSERT INTO a VALUES (2); nonsense'])).toThrow(/syntax/);
    expect(connection.inTransaction).toBe(false);
    expect(version()).toBe(first + 2);
    expect(connection.prepare('SELECT x FROM a').all()).toEqual([{ x: 1 }]);
    connection.close();
  });
});

describe('a store that cannot be opened or written', () => {
  test("a folder that is not there, and a folder in the file's place", async () => {
    const folder = makeFolder();
    const key = makeKey();
    await expect(openSqliteStore({ path: join(folder, 'no', 'store.db'), key })).rejects.toMatchObject({
      code: 'STORE_FAILED',
    });
    mkdirSync(join(folder, 'store.db'));
    await expect(openSqliteStore({ path: join(folder, 'store.db'), key })).rejects.toMatchObject({
      code: 'STORE_FAILED',
    });
  });

  test('read-only: nothing is created, reads work, commits fail', async () => {
    const path = join(makeFolder(), 'store.db');
    const key = makeKey();
    await expect(openSqliteStore({ path, key, readOnly: true })).rejects.toMatchObject({
      code: 'STORE_FAILED',
    });
    const store = await openSqliteStore({ path, key });
    const put = (value: number) =>
      ({ type: 'record', scope: 'profile', kind: 'k', key: 'a', value: new Uint8Array([value]) }) as const;
    await store.commit([put(1)]);
    await store.close();
    const before = readFileSync(path);
    const reader = await openSqliteStore({ path, key, readOnly: true });
    await expect(reader.commit([put(2)])).rejects.toMatchObject({ code: 'STORE_FAILED' });
    expect(await reader.record('profile', 'k', 'a')).toStrictEqual(new Uint8Array([1]));
    await reader.close();
    expect(readFileSync(path)).toEqual(before);
  });

  test('a full disk fails the commit, keeps what was there, and the next one works', async () => {
    const path = join(makeFolder(), 'store.db');
    const key = makeKey();
    const connection = connect({ path, key });
    connection.pragma('max_page_count = 60');
    const store = serveStore(connection, { onDamage: () => undefined });
    const put = (name: string, bytes: number) =>
      ({ type: 'record', scope: 'profile', kind: 'k', key: name, value: new Uint8Array(bytes) }) as const;
    await store.commit([put('small', 10)]);
    const results = await Promise.allSettled([
      store.commit([put('a', 10)]),
      store.commit([put('large', 1 << 20)]),
      store.commit([put('b', 10)]),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(results[1]).toMatchObject({ reason: { code: 'STORE_FULL', detail: 'SQLITE_FULL' } });
    expect((await store.records('profile', 'k')).map((record) => record.key)).toEqual(['a', 'b', 'small']);
    await store.close();
  });

  test('a store that could not write says so, and finds out by itself when it can again', async () => {
    const connection = connect({ path: join(makeFolder(), 'store.db'), key: makeKey() });
    connection.pragma('max_page_count = 60');
    const store = serveStore(connection, { onDamage: () => undefined });
    const told: string[] = [];
    store.onHealth(({ state }) => told.push(state));
    const value = new Uint8Array(1 << 20);
    await expect(
      store.commit([{ type: 'record', scope: 'profile', kind: 'k', key: 'large', value }]),
    ).rejects.toMatchObject({ code: 'STORE_FULL' });
    expect(store.health()).toEqual({ state: 'full' });
    connection.pragma('max_page_count = 10000');
    await vi.waitFor(() => expect(told).toEqual(['full', 'ok']), { timeout: 10_000, interval: 20 });
    expect(await store.records('profile', 'store')).toEqual([]);
    await store.close();
  });
});
