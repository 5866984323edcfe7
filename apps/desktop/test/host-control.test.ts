/** One host per profile, and its port. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { makePrivateFolder, writeVaultFiles } from '@plexi/peer/host';
import { plexiError } from '@plexi/protocol';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { listenOnProfilePort } from '../src/browser/profile-port.ts';
import { becomeHost } from '../src/host/host-control.ts';

const CONTROL_MODULE = new URL('../src/host/host-control.ts', import.meta.url).href;
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'plexi-host-'));
  await makePrivateFolder(folder);
});
afterEach(async () => rm(folder, { recursive: true, force: true }));

const becomeFirst = async () => {
  const place = await becomeHost(folder, undefined);
  if (!('seat' in place)) throw new Error('somebody hosts already');
  return place.seat;
};

test('who comes second is led to the first, with the invitation', async () => {
  const seat = await becomeFirst();
  const asked: (string | undefined)[] = [];
  await seat.serve((join) => {
    asked.push(join);
    return { address: 'http://127.0.0.1:1/#token=x' };
  });
  expect(await becomeHost(folder, 'plexi://join/x')).toEqual({
    running: { address: 'http://127.0.0.1:1/#token=x' },
  });
  expect(await becomeHost(folder, undefined)).toMatchObject({ running: {} });
  expect(asked).toEqual(['plexi://join/x', undefined]);
  await seat.leave();
  await (await becomeFirst()).leave();
});

test('who comes second waits for a first that is still starting', async () => {
  const seat = await becomeFirst();
  const second = becomeHost(folder, undefined);
  await seat.serve(() => ({}));
  expect(await second).toEqual({ running: {} });
  await seat.leave();
});

test('the seat of a killed host is free, its socket no obstacle', async () => {
  const child = spawn(
    process.execPath,
    [
      '--input-type=module',
      '-e',
      `const { becomeHost } = await import(${JSON.stringify(CONTROL_MODULE)});
       const { seat } = await becomeHost(${JSON.stringify(folder)}, undefined);
       await seat.serve(() => ({ address: 'child' }));
       process.stdout.write('up');
       setInterval(() => {}, 1000);`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  await once(child.stdout, 'data');
  expect(await becomeHost(folder, undefined)).toEqual({ running: { address: 'child' } });
  child.kill('SIGKILL');
  await once(child, 'exit');
  const seat = await becomeFirst();
  await seat.serve(() => ({ address: 'here' }));
  expect(await becomeHost(folder, undefined)).toEqual({ running: { address: 'here' } });
  await seat.leave();
});

/** Listens, or says that the port is taken. */
const listen = async (port: number): Promise<{ port: number; close(): Promise<void> }> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (cause) => reject(plexiError('PORT_IN_USE', { cause })));
    server.listen(port, '127.0.0.1', () =>
      resolve({ port, close: async () => new Promise((done) => server.close(() => done())) }),
    );
  });

test('[D2] a profile keeps its port', async () => {
  const first = await listenOnProfilePort(folder, listen);
  await first.close();
  const second = await listenOnProfilePort(folder, listen);
  await second.close();
  expect(second.port).toBe(first.port);
  expect(Number(await readFile(path.join(folder, 'port'), 'utf8'))).toBe(first.port);
  expect((await stat(path.join(folder, 'port'))).mode & 0o077).toBe(0);
});

test('[D2] a taken port is an error once there is something to lose, and another port before', async () => {
  const other = await listenOnProfilePort(folder, listen);
  const fresh = await listenOnProfilePort(folder, listen);
  expect(fresh.port).not.toBe(other.port);
  await other.close();
  await writeVaultFiles(folder, { vault: new Uint8Array([1]), key: undefined });
  await expect(listenOnProfilePort(folder, listen)).rejects.toMatchObject({
    code: 'PORT_IN_USE',
    detail: expect.stringContaining(`port ${fresh.port}`),
  });
  await fresh.close();
  await (await listenOnProfilePort(folder, listen)).close();
});

test.each(['', 'x', '-1', '80', '70000', '1e9'])('a port file with %j in it is no port', async (content) => {
  await writeFile(path.join(folder, 'port'), content);
  const anew = await listenOnProfilePort(folder, listen);
  await anew.close();
  expect(anew.port).toBeGreaterThanOrEqual(20_000);
});

test('a port file that is none is left alone', async () => {
  await writeFile(path.join(folder, 'port'), '1'.repeat(1000));
  await expect(listenOnProfilePort(folder, listen)).rejects.toMatchObject({ code: 'PROFILE_INVALID' });
});
