/**
 * A process of its own, on a disk that fails: `node on-faulty-disk.ts FOLDER FAULTS-FILE EVERY OFFSET`, with `faulty-disk.c` loaded before
 * all else. Runs the same story again and again, each time with another call failing, and says what went wrong on standard output, as
 * JSON: `{ calls, runs, failed, wrong: [...] }`.
 */
import { randomBytes } from 'node:crypto';
import { copyFileSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Entry, toPlexiError } from '@plexi/protocol';
import { ADA, appending, GENERAL, LAB, message, startLog } from '../src/conformance/fixtures.ts';
import { openSqliteStore } from '../src/sqlite/index.ts';
import type { Store, Write } from '../src/store.ts';
import { type HOW, openFaults } from './faults.ts';

const [folder = '', faultsFile = '', every = '1', offset = '0'] = process.argv.slice(2);
const key = new Uint8Array(32).fill(5);
const base = join(folder, 'base.db');
const path = join(folder, 'store.db');
const crashed = join(folder, 'crashed');
const faults = openFaults(faultsFile);
const wrong: string[] = [];
let runs = 0;
let failed = 0;

const SUFFIXES = ['', '-wal', '-damaged'];
const writer = startLog(LAB, GENERAL, ADA);
const first = writer.write(20, 200);
/** What the story writes: some small, one large, one that deletes. */
const story = [1, 3, 1, 40, 1, 2].map((count, i) => writer.write(count, i === 2 ? 30_000 : 200));

const writesOf = (entries: readonly Entry[]): Write[] => [
  appending(writer, entries),
  {
    type: 'messages',
    messages: entries.map((entry) =>
      message({ id: entry.id, entry: entry.id, sequence: entry.parsed.sequence, logId: writer.logId }),
    ),
  },
];
const last = (entries: readonly Entry[]): number => entries.at(-1)?.parsed.sequence ?? 0;
const all = [first, ...story].flat();

const make = async (): Promise<void> => {
  const store = await openSqliteStore({ path: base, key });
  await store.commit(writesOf(first));
  await store.close();
};

/** What is in a store is a beginning of what was written, all of it if acknowledged. */
const check = async (store: Store, acknowledged: number, what: string): Promise<number> => {
  const entries = await store.entries(LAB, writer.log, 1, { limit: 1e4, maxBytes: 1e9 });
  const tip = (await store.head(LAB, writer.log))?.tip.sequence ?? 0;
  const messages = await store.messages(LAB, GENERAL, { limit: 1e4 });
  if (tip < acknowledged) wrong.push(`${what}: ${acknowledged} was acknowledged, ${tip} is there`);
  if (entries.length !== tip || messages.length !== tip) wrong.push(`${what}: parts of a commit`);
  const isRight = entries.every(
    (entry, i) =>
      Buffer.compare(entry.header, all[i]?.header ?? Buffer.alloc(0)) === 0 &&
      (entry.body === undefined || Buffer.compare(entry.body, all[i]?.body ?? Buffer.alloc(0)) === 0),
  );
  if (!isRight) wrong.push(`${what}: other bytes`);
  return tip;
};

const copyTo = (to: string): void => {
  for (const suffix of SUFFIXES) {
    rmSync(to + suffix, { force: true });
    if (existsSync(path + suffix)) copyFileSync(path + suffix, to + suffix);
  }
};

const run = async (how: keyof typeof HOW, calls: number, failing: number): Promise<void> => {
  const what = `${how} at call ${calls}, ${failing} times`;
  for (const suffix of SUFFIXES) rmSync(path + suffix, { force: true });
  copyFileSync(base, path);
  runs++;
  let acknowledged = last(first);
  faults.arm(how, calls, failing);
  let store: Store | undefined;
  try {
    store = await openSqliteStore({ path, key });
    for (const entries of story) {
      for (let tries = 0; ; tries++) {
        try {
          await store.commit(writesOf(entries));
          acknowledged = last(entries);
          break;
        } catch (error) {
          failed++;
          const { code } = toPlexiError(error);
          if (code !== 'STORE_FULL' && code !== 'STORE_FAILED') wrong.push(`${what}: ${code}`);
          if (store.health().state === 'ok') wrong.push(`${what}: failed, and says that all is well`);
          // What was not acknowledged is not there either, for who asks now.
          await check(store, acknowledged, `${what}, after it failed`);
          // There is room again.
          if (tries === 2) faults.arm('nothing', 0, 0);
          if (tries > 3) throw error;
        }
      }
      // Entries that were acknowledged only in memory would be gone here.
      copyTo(crashed);
      if (store.health().state !== 'ok') wrong.push(`${what}: well again, and does not say so`);
    }
    if (acknowledged !== last(story.at(-1) ?? [])) wrong.push(`${what}: did not get to the end`);
  } catch (error) {
    failed++;
    const { code } = toPlexiError(error);
    if (code !== 'STORE_FULL' && code !== 'STORE_FAILED') wrong.push(`${what}: ${code}, at last`);
  }
  await store?.close().catch(() => undefined);
  faults.arm('nothing', 0, 0);
  for (const [name, file] of [
    ['opened again', path],
    ['after a crash', crashed],
  ] as const) {
    if (!existsSync(file)) continue;
    try {
      const again = await openSqliteStore({ path: file, key });
      const tip = await check(again, acknowledged, `${what}, ${name}`);
      const rest = all.slice(tip);
      if (rest.length > 0) await again.commit(writesOf(rest));
      await check(again, all.length, `${what}, ${name} and gone on`);
      await again.close();
    } catch (error) {
      wrong.push(`${what}, ${name}: ${toPlexiError(error).code} ${String(toPlexiError(error).detail)}`);
    }
  }
  for (const suffix of SUFFIXES) rmSync(crashed + suffix, { force: true });
};

/** What failed commits left in the log is not taken for damage after a crash. */
const runUnsynced = async (): Promise<void> => {
  copyFileSync(base, path);
  const store = await openSqliteStore({ path, key });
  const put = (name: string, bytes: number): Promise<void> =>
    store.commit([
      { type: 'record', scope: 'profile', kind: 'k', key: name, value: new Uint8Array(randomBytes(bytes)) },
    ]);
  await put('0', 10);
  for (const [name, bytes] of [
    ['a', 200_000],
    ['b', 60_000],
  ] as const) {
    faults.arm('unsynced', 0, 1);
    await put(name, bytes).then(
      () => wrong.push('a sync failed and nobody said so'),
      () => failed++,
    );
    await put(`${name} again`, 10);
  }
  copyTo(crashed);
  await store.close();
  const again = await openSqliteStore({ path: crashed, key });
  const found = (await again.records('profile', 'k')).map((record) => record.key);
  if (found.join() !== '0,a again,b again') wrong.push(`after syncs that failed there is ${found.join()}`);
  await again.close();
};

await make();
await runUnsynced().catch((error: unknown) => {
  wrong.push(`syncs that failed: ${toPlexiError(error).code} ${toPlexiError(error).detail}`);
});
const before = faults.seen();
await run('nothing', 0, 0);
const calls = faults.seen() - before;
for (let call = Number(offset); call < calls; call += Number(every))
  for (const how of ['full', 'broken', 'torn'] as const)
    for (const failing of [1, 1e9]) await run(how, call, failing);
process.stdout.write(JSON.stringify({ calls, runs, failed, wrong: wrong.slice(0, 20) }));
