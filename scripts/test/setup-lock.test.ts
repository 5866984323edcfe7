import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { holdSetupLock } from '../setup/lock.mjs';

function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'plexi-lock-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test('two set-ups of one checkout never overlap', async () => {
  const folder = emptyFolder();
  let inside = 0;
  let most = 0;
  const work = async (): Promise<void> => {
    most = Math.max(most, ++inside);
    await new Promise((wake) => setTimeout(wake, 20));
    inside--;
  };
  await Promise.all([holdSetupLock(folder, work), holdSetupLock(folder, work), holdSetupLock(folder, work)]);
  expect(most).toBe(1);
  expect(existsSync(join(folder, 'setup.lock'))).toBe(false);
});

test('a dead holder does not keep others waiting', async () => {
  const folder = emptyFolder();
  const { pid } = spawnSync(process.execPath, ['--version']);
  mkdirSync(join(folder, 'setup.lock'));
  writeFileSync(join(folder, 'setup.lock', 'owner.json'), JSON.stringify({ pid, host: hostname() }));
  expect(await holdSetupLock(folder, () => Promise.resolve('done'))).toBe('done');
});

test('a set-up that fails lets the next one in', async () => {
  const folder = emptyFolder();
  await expect(holdSetupLock(folder, () => Promise.reject(new Error('disk full')))).rejects.toThrow(
    'disk full',
  );
  expect(await holdSetupLock(folder, () => Promise.resolve('done'))).toBe('done');
});
