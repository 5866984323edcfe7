import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lockFolder } from '../../src/host/folder-lock.ts';

const LOCK_MODULE = new URL('../../src/host/folder-lock.ts', import.meta.url).href;
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'plexi-lock-'));
});
afterEach(async () => rm(folder, { recursive: true, force: true }));

const inUse = expect.objectContaining({ code: 'PROFILE_IN_USE' });

test('a folder has one lock, in this process as well', async () => {
  const lock = await lockFolder(folder);
  await expect(lockFolder(folder)).rejects.toThrow(inUse);
  lock.release();
  lock.release();
  (await lockFolder(folder)).release();
});

test('the lock of a killed process is free again', async () => {
  const child = spawn(process.execPath, [
    '--input-type=module',
    '-e',
    `const { lockFolder } = await import(${JSON.stringify(LOCK_MODULE)});
     await lockFolder(${JSON.stringify(folder)});
     process.stdout.write('locked');
     setInterval(() => {}, 1000);`,
  ]);
  await once(child.stdout, 'data');
  await expect(lockFolder(folder)).rejects.toThrow(inUse);
  child.kill('SIGKILL');
  await once(child, 'exit');
  (await lockFolder(folder)).release();
});

test.skipIf(process.platform === 'win32')('a profile folder is closed to others', async () => {
  await chmod(folder, 0o755);
  (await lockFolder(folder)).release();
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
  expect((await stat(path.join(folder, 'lock'))).mode & 0o777).toBe(0o600);
});

test.skipIf(process.platform === 'win32')('a link is no profile folder', async () => {
  await symlink(folder, path.join(folder, 'link'));
  await expect(lockFolder(path.join(folder, 'link'))).rejects.toThrow(
    expect.objectContaining({ code: 'PROFILE_INVALID' }),
  );
});

test.skipIf(process.platform === 'win32')('a folder that cannot be made is an error', async () => {
  await writeFile(path.join(folder, 'file'), '');
  for (const place of [path.join(folder, 'file', 'a', 'b'), '/proc/nothing/at/all'])
    await expect(lockFolder(place)).rejects.toMatchObject({ code: 'PROFILE_INVALID' });
  (await lockFolder(path.join(folder, 'a', 'b', 'c'))).release();
});
