import { createHash, randomBytes } from 'node:crypto';
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isPlexiError } from '@plexi/protocol';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { ADA, appending, GENERAL, LAB, message, startLog } from '../src/conformance/index.ts';
import { openSqliteStore } from '../src/sqlite/index.ts';
import type { Store } from '../src/store.ts';
import { makeFolder, makeKey } from './folder.ts';

const PAGE = 4096;
const COMMITS_IN_LOG = 20;
/** More of them with PLEXI_LONG. */
const RUNS = { numRuns: process.env['PLEXI_LONG'] === undefined ? 20 : 60 };

/** What a database holds: the last sequence, and a hash of everything that can be read. */
interface Contents {
  sequence: number;
  hash: string;
}

const key = makeKey();
const writer = startLog(LAB, GENERAL, ADA);
let closed: Buffer;
let open: Buffer;
let log: Buffer;
/** By sequence. */
const states = new Map<number, string>();

const readEverything = async (store: Store): Promise<Contents> => {
  const head = await store.head(LAB, writer.log);
  const entries = await store.entries(LAB, writer.log, 1, { limit: 1e6, maxBytes: 1e9 });
  const messages = await store.messages(LAB, GENERAL, { limit: 1e6 });
  const known = await store.knownMessages(
    LAB,
    messages.map((found) => found.id),
  );
  const bytes = await store.spaceBytes(LAB);
  const all = JSON.stringify([
    head,
    entries,
    messages,
    known.size,
    await store.records('profile', 'k'),
    bytes,
  ]);
  return { sequence: head?.tip.sequence ?? 0, hash: createHash('sha256').update(all).digest('hex') };
};

const writeCommits = async (store: Store, count: number): Promise<void> => {
  for (let i = 0; i < count; i++) {
    const entries = writer.write(4, i % 4 === 0 ? 9000 : 150);
    const messages = entries.map((entry) =>
      message({ id: entry.id, entry: entry.id, clock: entry.parsed.clock }),
    );
    await store.commit([
      appending(writer, entries),
      { type: 'messages', messages },
      { type: 'record', scope: 'profile', kind: 'k', key: `${i}`, value: new Uint8Array(randomBytes(700)) },
    ]);
    const { sequence, hash } = await readEverything(store);
    states.set(sequence, hash);
  }
};

beforeAll(async () => {
  const path = join(makeFolder(), 'store.db');
  const copy = `${path}.copy`;
  const first = await openSqliteStore({ path, key });
  await writeCommits(first, 30);
  await first.close();
  const store = await openSqliteStore({ path, key });
  await writeCommits(store, COMMITS_IN_LOG);
  copyFileSync(path, copy);
  open = readFileSync(copy);
  log = readFileSync(`${path}-wal`);
  await store.close();
  closed = readFileSync(path);
});

/** Puts files in place and reads everything: what was read, or the code of the error. Throws what has no code. */
const readDamaged = async (database: Uint8Array, writeAheadLog?: Uint8Array): Promise<Contents | string> => {
  const path = join(makeFolder(), 'store.db');
  writeFileSync(path, database);
  if (writeAheadLog !== undefined) writeFileSync(`${path}-wal`, writeAheadLog);
  let store: Store | undefined;
  try {
    store = await openSqliteStore({ path, key });
    return await readEverything(store);
  } catch (error) {
    if (isPlexiError(error)) return error.code;
    throw error;
  } finally {
    await store?.close();
  }
};

const latest = (): number => Math.max(...states.keys());

const expectRightOrCorrupt = (found: Contents | string, sequence = latest()): void => {
  if (typeof found === 'string') expect(found).toBe('STORE_CORRUPT');
  else expect(found).toEqual({ sequence, hash: states.get(sequence) });
};

const flip = (bytes: Buffer, place: number, bits: number): Buffer => {
  const damaged = Buffer.from(bytes);
  const at = Math.floor(place * bytes.length);
  damaged[at] = (damaged[at] as number) ^ bits;
  return damaged;
};
// Not `fc.double`: half of all doubles from 0 to 1 lie very near 0.
const place = fc.integer({ min: 0, max: 999_999 }).map((share) => share / 1e6);
const bits = fc.integer({ min: 1, max: 255 });

describe('damage is found, or does not matter', () => {
  test('the undamaged files read right', async () => {
    const sequence = latest();
    expect(await readDamaged(closed)).toEqual({ sequence, hash: states.get(sequence) });
    expect(await readDamaged(open, log)).toEqual({ sequence, hash: states.get(sequence) });
  });

  test('flipped bits anywhere in the database', async () => {
    let corrupt = 0;
    await fc.assert(
      fc.asyncProperty(place, bits, async (where, what) => {
        const found = await readDamaged(flip(closed, where, what));
        if (found === 'STORE_CORRUPT') corrupt++;
        expectRightOrCorrupt(found);
      }),
      RUNS,
    );
    expect(corrupt).toBeGreaterThan(RUNS.numRuns / 2);
  });

  test('a bit in every ninth page of the database and of the log; with PLEXI_LONG in every part of each page', async () => {
    const [every, perPage] = process.env['PLEXI_LONG'] === undefined ? [9, 1] : [1, 64];
    let corrupt = 0;
    let tried = 0;
    for (const [bytes, read] of [
      [closed, (damaged: Buffer) => readDamaged(damaged)],
      [log, (damaged: Buffer) => readDamaged(open, damaged)],
    ] as const) {
      for (let page = 0; page * PAGE < bytes.length; page += every) {
        for (let i = 0; i < perPage; i++) {
          const at = page * PAGE + ((page * 997 + i * (PAGE / perPage)) % PAGE);
          if (at >= bytes.length) continue;
          const damaged = Buffer.from(bytes);
          damaged[at] = (damaged[at] as number) ^ (1 << ((page / every) % 8));
          const found = await read(damaged);
          tried++;
          if (found === 'STORE_CORRUPT') corrupt++;
          expectRightOrCorrupt(found, typeof found === 'string' ? latest() : found.sequence);
          if (typeof found !== 'string') expect(found.sequence).toBeGreaterThanOrEqual(latest() - 8);
        }
      }
    }
    expect(corrupt).toBeGreaterThan(tried / 2);
  }, 600_000);

  test('flipped bits in the database while the log holds more', async () => {
    let corrupt = 0;
    await fc.assert(
      fc.asyncProperty(place, bits, async (where, what) => {
        const found = await readDamaged(flip(open, where, what), log);
        if (found === 'STORE_CORRUPT') corrupt++;
        expectRightOrCorrupt(found);
      }),
      RUNS,
    );
    expect(corrupt).toBeGreaterThan(RUNS.numRuns / 2);
  });

  test('flipped bits in the log: at most the last two commits look as a power cut leaves them', async () => {
    let corrupt = 0;
    await fc.assert(
      fc.asyncProperty(place, bits, async (where, what) => {
        const found = await readDamaged(open, flip(log, where, what));
        if (found === 'STORE_CORRUPT') corrupt++;
        const sequence = typeof found === 'string' ? latest() : found.sequence;
        expect(sequence).toBeGreaterThanOrEqual(latest() - 8);
        expectRightOrCorrupt(found, sequence);
      }),
      RUNS,
    );
    expect(corrupt).toBeGreaterThan(RUNS.numRuns / 2);
  });

  test('damage in the log is not forgotten by trying again', async () => {
    const path = join(makeFolder(), 'store.db');
    writeFileSync(path, open);
    writeFileSync(`${path}-wal`, flip(log, 0.2, 1));
    await expect(openSqliteStore({ path, key })).rejects.toMatchObject({ code: 'STORE_CORRUPT' });
    await expect(openSqliteStore({ path, key })).rejects.toMatchObject({ code: 'STORE_CORRUPT' });
  });

  test('a torn last commit is what a power cut leaves: the state before it', async () => {
    const frame = 24 + PAGE;
    const ends: number[] = [];
    for (let at = 32; at + frame <= log.length; at += frame)
      if (log.readUInt32BE(at + 4) !== 0) ends.push(at);
    expect(ends).toHaveLength(COMMITS_IN_LOG);
    const torn = Buffer.from(log);
    // Its first frame did not reach the disk, its end did.
    const first = (ends.at(-2) as number) + frame;
    expect(first).toBeLessThan(ends.at(-1) as number);
    torn.fill(0, first, first + frame);
    const found = await readDamaged(open, torn);
    expect(found).toEqual({ sequence: latest() - 4, hash: states.get(latest() - 4) });
    // With one more commit damaged, it is an acknowledged one.
    const before = (ends.at(-3) as number) + frame;
    expect(await readDamaged(open, Buffer.from(log).fill(0, before, before + frame))).toBe('STORE_CORRUPT');
  });

  test('a log cut off as by a power cut gives the state after a whole commit', async () => {
    await fc.assert(
      fc.asyncProperty(place, async (where) => {
        const found = await readDamaged(open, log.subarray(0, Math.floor(where * log.length)));
        expect(typeof found).toBe('object');
        if (typeof found === 'object') expectRightOrCorrupt(found, found.sequence);
      }),
      { numRuns: Math.ceil(RUNS.numRuns / 2) },
    );
  });

  test('a database cut off anywhere, down to nothing', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          place,
          place.map((where) => where / 1000),
        ),
        async (where) => {
          expectRightOrCorrupt(await readDamaged(closed.subarray(0, Math.floor(where * closed.length))));
        },
      ),
      RUNS,
    );
    for (const length of [0, 1, 511, 512, 4095, 4096])
      expect(await readDamaged(closed.subarray(0, length))).toBe('STORE_CORRUPT');
  });

  test('pages that are zeroed, or have changed places', async () => {
    let corrupt = 0;
    await fc.assert(
      fc.asyncProperty(place, place, fc.boolean(), async (one, other, zero) => {
        const damaged = Buffer.from(closed);
        const [from, to] = [one, other].map((where) => Math.floor((where * closed.length) / PAGE) * PAGE) as [
          number,
          number,
        ];
        if (zero) damaged.fill(0, from, from + PAGE);
        else {
          closed.copy(damaged, to, from, from + PAGE);
          closed.copy(damaged, from, to, to + PAGE);
        }
        const found = await readDamaged(damaged);
        if (found === 'STORE_CORRUPT') corrupt++;
        expectRightOrCorrupt(found);
      }),
      RUNS,
    );
    expect(corrupt).toBeGreaterThan(RUNS.numRuns / 2);
  });

  test('what is no database', async () => {
    for (const length of [1, 100, 5000, 100_000])
      expect(await readDamaged(randomBytes(length))).toBe('STORE_CORRUPT');
    expect(await readDamaged(Buffer.alloc(20_000))).toBe('STORE_CORRUPT');
    expect(await readDamaged(Buffer.from(`SQLite format 3\0${'x'.repeat(9000)}`))).toBe('STORE_CORRUPT');
  });

  test('damage in one place leaves an open store answering, and errors say nothing of what is in it', async () => {
    const path = join(makeFolder(), 'store.db');
    const first = await openSqliteStore({ path, key });
    const secret = 'a planted sentence';
    await first.commit([{ type: 'messages', messages: [message({ id: 'a', text: secret.repeat(4000) })] }]);
    await first.commit([{ type: 'record', scope: 'profile', kind: 'k', key: 'a', value: new Uint8Array(1) }]);
    await first.close();
    const bytes = readFileSync(path);
    bytes.fill(0, bytes.length - 2 * PAGE, bytes.length - PAGE);
    writeFileSync(path, bytes);
    const store = await openSqliteStore({ path, key });
    const failure = await store.message(LAB, 'a').catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'STORE_CORRUPT' });
    const { message: words, cause, stack } = failure as Error;
    expect(`${words} ${String(cause)} ${stack}`).not.toContain('planted');
    expect(await store.record('profile', 'k', 'a')).toEqual(new Uint8Array(1));
    await store.close();
    expect(existsSync(path)).toBe(true);
  });
});
