/** Starting Electron where it does not work, with programs that are not Electron; and the window itself where it is there. */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fetchElectron, findElectron } from '../src/launch/electron-binary.ts';
import { startElectron } from '../src/launch/run-electron.ts';

let folder: string;
let server: Server | undefined;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'plexi-electron-'));
});
afterEach(async () => {
  server?.closeAllConnections();
  server?.close();
  server = undefined;
  await rm(folder, { recursive: true, force: true });
});

const options = (binary: string) => ({
  binary,
  folder: path.join(folder, 'profile'),
  profile: 'default',
  version: '0.1.0',
  join: undefined,
});

test('a window that does not report ready in time is given up, and it is said', async ({ skip }) => {
  if (process.platform === 'win32') skip('there is no program here that only prints');
  expect(await startElectron(options('yes'), 300)).toEqual({
    failed: 'its window was not ready within 0.3 s',
  });
});

test('a program that ends at once, or is not there, is given up at once', async () => {
  const start = performance.now();
  expect(await startElectron(options(process.execPath), 15_000)).toMatchObject({
    failed: expect.stringContaining('it ended at once') as string,
  });
  expect(await startElectron(options(path.join(folder, 'nothing')), 15_000)).toMatchObject({
    failed: expect.stringContaining('could not be started') as string,
  });
  expect(performance.now() - start).toBeLessThan(10_000);
});

test('a download that stalls is given up after the limit', async () => {
  const stalled = createServer((_, response) => {
    response.writeHead(200, { 'content-length': '1000000' });
    response.write('a beginning, and no more');
  });
  server = stalled;
  await new Promise<void>((resolve) => stalled.listen(0, '127.0.0.1', resolve));
  const { port } = stalled.address() as AddressInfo;
  vi.stubEnv('ELECTRON_MIRROR', `http://127.0.0.1:${port}/`);
  vi.stubEnv('XDG_CACHE_HOME', folder);
  vi.stubEnv('electron_config_cache', folder);
  const start = performance.now();
  expect(await fetchElectron(() => undefined, 2_500)).toContain('nothing came for 2.5 s');
  expect(performance.now() - start).toBeGreaterThan(2_000);
  expect(performance.now() - start).toBeLessThan(15_000);
});

test('the window opens and reports ready', async ({ skip }) => {
  const binary = findElectron();
  if (binary === undefined) return skip("Electron's binary is not here");
  if (process.platform === 'linux' && process.env['DISPLAY'] === undefined)
    return skip('there is no display here');
  const started = await startElectron(options(binary));
  expect(started).toHaveProperty('window');
  if ('window' in started) started.window.kill();
});
