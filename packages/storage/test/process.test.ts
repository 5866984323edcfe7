import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { decodeHeader, ZERO_ID } from '@plexi/protocol';
import { describe, expect, test } from 'vitest';
import { ADA, GENERAL, LAB, startLog } from '../src/conformance/index.ts';
import { createFile } from '../src/sqlite/creation.ts';
import { openSqliteStore } from '../src/sqlite/index.ts';
import { makeFolder, makeKey } from './folder.ts';

/** More of them with PLEXI_LONG. */
const KILLS = process.env['PLEXI_LONG'] === undefined ? 5 : 20;
const KEEPER = join(import.meta.dirname, 'keeper.ts');

interface Keeper {
  child: ChildProcess;
  lines: string[];
  /** Resolves when it has said `count` lines, or ended. */
  said(count: number): Promise<void>;
  kill(): Promise<void>;
}

const startKeeper = (path: string, key: Uint8Array, task: 'hold' | 'write'): Keeper => {
  const child = spawn(process.execPath, [KEEPER, path, Buffer.from(key).toString('hex'), task], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  let wake = (): void => undefined;
  const reader = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  reader.on('line', (line) => {
    lines.push(line);
    wake();
  });
  // The last lines may still be on their way when the process has ended.
  const ended = Promise.all([once(child, 'close'), once(reader, 'close')]);
  return {
    child,
    lines,
    said: async (count) => {
      const enough = new Promise<void>((resolve) => {
        wake = () => {
          if (lines.length >= count) resolve();
        };
        wake();
      });
      await Promise.race([enough, ended]);
    },
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
};

describe('a second process', () => {
  test('gets PROFILE_IN_USE until the first has closed, either way round', async () => {
    const path = join(makeFolder(), 'store.db');
    const key = makeKey();
    const store = await openSqliteStore({ path, key });
    const refused = startKeeper(path, key, 'hold');
    await refused.said(1);
    expect(refused.lines).toEqual(['PROFILE_IN_USE']);
    await refused.kill();
    await store.close();

    const holder = startKeeper(path, key, 'hold');
    await holder.said(1);
    expect(holder.lines).toEqual(['open']);
    await expect(openSqliteStore({ path, key })).rejects.toMatchObject({ code: 'PROFILE_IN_USE' });
    await expect(openSqliteStore({ path, key, readOnly: true })).rejects.toMatchObject({
      code: 'PROFILE_IN_USE',
    });
    // The lock dies with its process.
    await holder.kill();
    await (await openSqliteStore({ path, key })).close();
  });

  test('creating the store at the same moment gets the same store or none', async () => {
    const folder = makeFolder();
    const key = makeKey();
    const path = join(folder, 'store.db');
    const keepers = [1, 2, 3].map(() => startKeeper(path, key, 'hold'));
    await Promise.all(keepers.map((keeper) => keeper.said(1)));
    expect(keepers.map((keeper) => keeper.lines[0] ?? '').sort()).toEqual([
      'PROFILE_IN_USE',
      'PROFILE_IN_USE',
      'open',
    ]);
    await Promise.all(keepers.map((keeper) => keeper.kill()));
    expect(readdirSync(folder).filter((name) => name.includes('.new'))).toEqual([]);
  });
});

test('a store that another process has created and written meanwhile is left alone', async () => {
  const folder = makeFolder();
  const path = join(folder, 'store.db');
  const other = Buffer.from('what the other wrote');
  createFile(path, (made) => {
    writeFileSync(made, 'ours');
    writeFileSync(path, other);
  });
  expect(readFileSync(path)).toEqual(other);
  expect(readdirSync(folder)).toEqual(['store.db']);
});

describe('a process that is killed', () => {
  test(`[K1] keeps every entry that it had acknowledged, chains whole, over ${KILLS} kills`, async () => {
    const folder = join(makeFolder(), 'profile');
    mkdirSync(folder);
    const path = join(folder, 'store.db');
    const key = makeKey();
    const acknowledged = new Map<number, number>();
    for (let round = 0; round < KILLS; round++) {
      const keeper = startKeeper(path, key, 'write');
      // Lines, not time: a slow machine kills as deep into the work as a fast one.
      await keeper.said(2 + Math.floor(Math.random() * 60));
      await keeper.kill();
      expect(keeper.lines[0]).toBe('open');
      for (const line of keeper.lines.slice(1)) {
        const [generation, sequence] = line.split(' ').map(Number) as [number, number];
        acknowledged.set(generation, Math.max(sequence, acknowledged.get(generation) ?? 0));
      }
    }
    expect(acknowledged.size).toBe(KILLS);
    expect(existsSync(`${path}-wal`)).toBe(true);
    const store = await openSqliteStore({ path, key });
    let messages = 0;
    for (const [generation, sequence] of acknowledged) {
      const { log } = startLog(LAB, GENERAL, ADA, generation);
      const head = await store.head(LAB, log);
      expect(head?.tip.sequence).toBeGreaterThanOrEqual(sequence);
      const entries = await store.entries(LAB, log, 1, { limit: 1e6, maxBytes: 1e9 });
      expect(entries).toHaveLength(head?.tip.sequence ?? 0);
      let previous = ZERO_ID;
      for (const [i, entry] of entries.entries()) {
        const header = decodeHeader(entry.header);
        expect([header.sequence, header.previous]).toEqual([i + 1, previous]);
        previous = createHash('sha256').update(entry.header).digest('hex');
      }
      expect(head?.tip.id).toBe(previous);
      messages += entries.length;
    }
    expect(await store.countMessages(LAB, GENERAL)).toBe(messages);
    await store.close();
  }, 120_000);
});
