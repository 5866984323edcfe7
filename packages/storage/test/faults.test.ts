import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { ADA, appending, GENERAL, LAB, startLog } from '../src/conformance/index.ts';
import { openSqliteStore } from '../src/sqlite/index.ts';
import { buildFaults, openFaults, whyNoFaults } from './faults.ts';
import { makeFolder, makeKey } from './folder.ts';
import { makeOldStore } from './old-store.ts';

/** Of the calls that a story makes to its files, one in so many fails; with PLEXI_LONG each. */
const EVERY = process.env['PLEXI_LONG'] === undefined ? 23 : 1;
/** So many of the calls of an upgrade are its last one; with PLEXI_LONG each. */
const KILLED = process.env['PLEXI_LONG'] === undefined ? 8 : 1e9;
const missing = whyNoFaults();

describe.skipIf(missing !== undefined)(
  `a disk that fails${missing === undefined ? '' : ` (${missing})`}`,
  () => {
    test('[K1] at any write or sync: nothing is acknowledged that is not there afterwards, and all goes on once it works', () => {
      // In memory: thousands of syncs, none of which is looked at.
      const folder = makeFolder(existsSync('/dev/shm') ? '/dev/shm' : undefined);
      const faultsFile = join(folder, 'faults');
      openFaults(faultsFile).close();
      const program = fileURLToPath(new URL('on-faulty-disk.ts', import.meta.url));
      const { stdout, stderr, status } = spawnSync(
        process.execPath,
        [program, folder, faultsFile, String(EVERY), String(EVERY - 1)],
        {
          encoding: 'utf8',
          env: { ...process.env, LD_PRELOAD: buildFaults(folder), PLEXI_FAULTS: faultsFile },
        },
      );
      expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
      const { calls, failed, wrong } = JSON.parse(stdout) as {
        calls: number;
        failed: number;
        wrong: string[];
      };
      expect(wrong).toEqual([]);
      expect(calls).toBeGreaterThan(50);
      expect(failed).toBeGreaterThan((calls / EVERY) * 2);
    }, 600_000);

    test('an upgrade that is killed at any call leaves the old database or the new one, and the next opening goes on', async () => {
      const folder = makeFolder(existsSync('/dev/shm') ? '/dev/shm' : undefined);
      const [path, old, faultsFile] = ['store.db', 'old', 'faults'].map((name) => join(folder, name)) as [
        string,
        string,
        string,
      ];
      const key = makeKey();
      const writer = startLog(LAB, GENERAL, ADA);
      const entries = writer.write(200);
      makeOldStore(old, key, [appending(writer, entries)]);
      const faults = openFaults(faultsFile);
      const env = { ...process.env, LD_PRELOAD: buildFaults(folder), PLEXI_FAULTS: faultsFile };
      const program = fileURLToPath(new URL('open-store.ts', import.meta.url));
      const upgradeUntil = (calls: number): NodeJS.Signals | null => {
        for (const name of readdirSync(folder))
          if (name.startsWith('store.db')) rmSync(join(folder, name), { force: true });
        copyFileSync(old, path);
        faults.arm('killed', calls, 1);
        const args = [program, path, Buffer.from(key).toString('hex')];
        return spawnSync(process.execPath, args, { env }).signal;
      };
      const before = faults.seen();
      expect(upgradeUntil(1e9)).toBeNull();
      const calls = faults.seen() - before;
      expect(calls).toBeGreaterThan(20);
      for (let call = 0; call < calls; call += Math.max(1, Math.round(calls / KILLED))) {
        expect([call, upgradeUntil(call)]).toEqual([call, 'SIGKILL']);
        const store = await openSqliteStore({ path, key });
        const found = await store.entries(LAB, writer.log, 1, { limit: 1e4, maxBytes: 1e9 });
        expect([call, found.map(({ header }) => header)]).toEqual([
          call,
          entries.map(({ header }) => header),
        ]);
        await store.close();
        await (await openSqliteStore({ path, key })).close();
        const left = readdirSync(folder).filter((name) => name.startsWith('store.db'));
        expect([call, left]).toEqual([call, ['store.db']]);
      }
      faults.close();
    }, 600_000);
  },
);
