import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Entry } from '@plexi/protocol';
import { beforeAll, describe, expect, test } from 'vitest';
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
  type Writer,
} from '../src/conformance/index.ts';
import { decodeAside, decodeLostEntries, LOST, readPlaceKey } from '../src/index.ts';
import { connect } from '../src/sqlite/connection.ts';
import { openSqliteStore, type SqliteStoreOptions } from '../src/sqlite/index.ts';
import type { Store, Write } from '../src/store.ts';
import { makeFolder, makeKey } from './folder.ts';

const PAGE = 4096;
const BATCH = 30;
const BATCHES = 6;
const LONG = process.env['PLEXI_LONG'] !== undefined;
/** A page of each of these is damaged, one after the other, and each that keeps records; with PLEXI_LONG each page of all. */
const TABLES = [
  'space',
  'log',
  'entry',
  'body',
  'record',
  'message',
  'annotation',
  'writer',
  'epoch',
  'search_data',
];
const INDEXES = ['entry_place', 'message_main', 'mark_young'];

const key = makeKey();
const writers: Writer[] = [
  startLog(LAB, GENERAL, ADA),
  startLog(LAB, GENERAL, BEN),
  startLog(LAB, RANDOM, ADA),
];
/** What was written, as a relay would have it. */
const relay = new Map<Writer, Entry[]>(writers.map((writer) => [writer, []]));
let whole: Buffer;
let reference: unknown;

const openWords = (_key: Uint8Array, body: Uint8Array): string =>
  Buffer.from(body.slice(0, 20)).toString('hex');
const optionsOf = (path: string): SqliteStoreOptions => ({
  path,
  key,
  openWords,
  isVital: (_scope, kind) => kind === 'identity',
});

/** What a peer makes of entries as they come. */
const opened = (writer: Writer, entries: readonly Entry[]): Write[] => {
  const posts = entries.filter(({ parsed }) => parsed.sequence % 5 !== 0);
  const place = (entry: Entry) => ({
    channel: writer.log.channel,
    device: writer.log.device,
    logId: writer.logId,
    sequence: entry.parsed.sequence,
    clock: entry.parsed.clock,
    entry: entry.id,
  });
  return [
    {
      type: 'messages',
      messages: posts.map((entry) =>
        message({
          ...place(entry),
          id: entry.id,
          text: openWords(new Uint8Array(), entry.body as Uint8Array),
        }),
      ),
      openers: new Map(posts.map(({ id }) => [id, new Uint8Array(32)])),
    },
    {
      type: 'annotations',
      annotations: entries
        .filter((entry) => !posts.includes(entry))
        .map((entry) => annotation({ ...place(entry), target: writer.logId })),
    },
  ];
};

const askAll = async (store: Store): Promise<unknown> => ({
  heads: await store.heads(LAB),
  entries: await Promise.all(
    writers.map(({ log }) => store.entries(LAB, log, 1, { limit: 1e6, maxBytes: 1e9 })),
  ),
  messages: await Promise.all(
    [GENERAL, RANDOM].map((channel) => store.messages(LAB, channel, { limit: 1e6 })),
  ),
  counts: await Promise.all([GENERAL, RANDOM].map((channel) => store.countMessages(LAB, channel))),
  said: await store.annotations(
    LAB,
    writers.map(({ logId }) => logId),
  ),
  bytes: await store.spaceBytes(LAB),
  known: (
    await store.knownMessages(
      LAB,
      [...relay.values()].flat().map(({ id }) => id),
    )
  ).size,
});

const indexAll = async (store: Store): Promise<void> => {
  for (;;) {
    const { done, total } = await store.indexMessages(1000);
    if (done === total) return;
  }
};

beforeAll(async () => {
  const path = join(makeFolder(), 'store.db');
  const store = await openSqliteStore(optionsOf(path));
  await store.commit([
    { type: 'record', scope: 'profile', kind: 'identity', key: 'device', value: new Uint8Array(32) },
  ]);
  for (let batch = 0; batch < BATCHES; batch++) {
    for (const writer of writers) {
      const entries = writer.write(BATCH, batch === 3 ? 9000 : 200);
      relay.get(writer)?.push(...entries);
      const value = new Uint8Array(900);
      await store.commit([
        appending(writer, entries),
        ...opened(writer, entries),
        { type: 'record', scope: LAB, kind: 'k', key: `${writer.logId} ${batch}`, value },
      ]);
    }
  }
  await indexAll(store);
  reference = await askAll(store);
  await store.close();
  whole = readFileSync(path);
});

/** Numbers of pages by what is on them. */
const pagesOf = (path: string): Map<string, number[]> => {
  const connection = connect(optionsOf(path));
  const rows = connection.prepare('SELECT name, pageno FROM dbstat ORDER BY name, pageno').all();
  connection.close();
  const pages = new Map<string, number[]>();
  for (const { name, pageno } of rows as { name: string; pageno: number }[])
    pages.set(name, [...(pages.get(name) ?? []), pageno]);
  return pages;
};

const damage = (path: string, page: number): void => {
  // Of a repair that was refused.
  rmSync(`${path}-repair`, { force: true });
  const bytes = Buffer.from(whole);
  const at = (page - 1) * PAGE + 2000;
  bytes[at] = (bytes[at] as number) ^ 1;
  writeFileSync(path, bytes);
};

const check = async (store: Store): Promise<boolean> => {
  let found = false;
  for (let part = 0, parts = 1; part < parts; part++) {
    const looked = await store.checkPart(part);
    parts = looked.parts;
    found ||= looked.isDamaged;
  }
  return found;
};

/** As a peer does: what is lost comes from the relay, what lies behind it is put back. */
const recover = async (store: Store): Promise<void> => {
  const lost = await store.records(LAB, LOST.entries);
  const aside = await store.records(LAB, LOST.aside);
  for (const { value } of lost) {
    const { log, extent } = decodeLostEntries(value);
    const writer = writers.find((it) => JSON.stringify(it.log) === JSON.stringify(log)) as Writer;
    const all = relay.get(writer) as Entry[];
    expect(extent).toBe(all.length);
    const tip = (await store.head(LAB, log))?.tip.sequence ?? 0;
    const missing = all.slice(tip);
    expect(missing.length).toBeGreaterThan(0);
    await store.commit([appending(writer, missing), ...opened(writer, missing)]);
  }
  for (const { key: place, value } of aside) {
    const { logId, sequence } = readPlaceKey(place);
    const writer = writers.find((it) => it.logId === logId) as Writer;
    const entry = relay.get(writer)?.[sequence - 1] as Entry;
    const { header, body, signature } = decodeAside(value);
    expect(Buffer.compare(header, entry.header)).toBe(0);
    expect(Buffer.compare(signature, entry.signature)).toBe(0);
    if (body !== undefined) expect(Buffer.compare(body, entry.body as Uint8Array)).toBe(0);
  }
  for (const { key: place } of await store.records(LAB, LOST.body)) {
    const { logId, sequence } = readPlaceKey(place);
    const writer = writers.find((it) => it.logId === logId) as Writer;
    const entry = relay.get(writer)?.[sequence - 1] as Entry;
    await store.commit([
      { type: 'fill-body', space: LAB, log: writer.log, sequence, body: entry.body as Uint8Array },
      ...opened(writer, [entry]),
    ]);
  }
  if ((await store.records(LAB, LOST.opened)).length > 0)
    for (const writer of writers) await store.commit(opened(writer, relay.get(writer) as Entry[]));
  await indexAll(store);
};

describe('a damaged database', () => {
  test('that is whole is found to be, and is not written anew', async () => {
    const path = join(makeFolder(), 'store.db');
    writeFileSync(path, whole);
    const store = await openSqliteStore(optionsOf(path));
    expect(await check(store)).toBe(false);
    expect(store.health()).toEqual({ state: 'ok' });
    await store.close();
    expect(readdirSync(dirname(path))).toEqual([basename(path)]);
  });

  test('of which a page of any table or index was changed: found, repaired, and all is there once when others gave what was lost', async () => {
    const folder = makeFolder();
    const path = join(folder, 'store.db');
    writeFileSync(path, whole);
    const pages = pagesOf(path);
    const seen: Record<string, Set<string>> = {};
    for (const [name, all] of pages) {
      if (name === 'sqlite_schema' || name === 'sqlite_master' || name.startsWith('sqlite_stat')) continue;
      if (!LONG && !TABLES.includes(name) && !INDEXES.includes(name)) continue;
      const step = LONG || name === 'record' ? 1 : all.length;
      for (let i = all.length - 1; i >= 0; i -= step) {
        const page = all[i] as number;
        damage(path, page);
        const store = await openSqliteStore(optionsOf(path));
        expect([name, page, await check(store)]).toEqual([name, page, true]);
        expect(store.health()).toEqual({ state: 'damaged' });
        await store.close();
        const shares: number[] = [];
        try {
          const repaired = await openSqliteStore({
            ...optionsOf(path),
            onProgress: ({ work, share }) => {
              expect(work).toBe('repair');
              shares.push(share);
            },
          });
          expect(shares.at(-1)).toBe(1);
          expect([name, page, await check(repaired)]).toEqual([name, page, false]);
          await recover(repaired);
          expect([name, page, await askAll(repaired)]).toEqual([name, page, reference]);
          expect(await check(repaired)).toBe(false);
          await repaired.close();
          await (await openSqliteStore(optionsOf(path))).close();
          expect(readdirSync(folder)).toEqual([basename(path)]);
          (seen[name] ??= new Set()).add('repaired');
        } catch (error) {
          if ((error as { code?: string }).code !== 'STORE_CORRUPT') throw error;
          // What keeps the keys: nobody else has that.
          expect(name).toMatch(/^record/u);
          expect(readFileSync(path).length).toBeGreaterThan(0);
          (seen[name] ??= new Set()).add('refused');
        }
      }
    }
    for (const name of [...TABLES, ...INDEXES])
      if (name !== 'record' && name !== 'epoch')
        expect([name, [...(seen[name] ?? [])]]).toEqual([name, ['repaired']]);
    // One page of records has the keys, the others have not.
    expect([...(seen['record'] ?? [])].sort()).toEqual(['refused', 'repaired']);
  }, 120_000);

  test('whose first page is gone is refused, with what is left to do, and stays as it is', async () => {
    const path = join(makeFolder(), 'store.db');
    damage(path, 1);
    const before = readFileSync(path);
    for (let i = 0; i < 2; i++)
      await expect(openSqliteStore(optionsOf(path))).rejects.toMatchObject({ code: 'STORE_CORRUPT' });
    expect(readFileSync(path)).toEqual(before);
    expect(existsSync(`${path}-repair`)).toBe(false);
  });
});
