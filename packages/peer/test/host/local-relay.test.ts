/** The local relay of `npm start`: the real program, as a process of its own. */
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import {
  ensureLocalRelay,
  leaseLocalRelay,
  localRelayStatus,
  shareLocalRelay,
  stopLocalRelay,
} from '../../src/host/local-relay/index.ts';

const program = fileURLToPath(new URL('../../../../apps/relay/src/main.ts', import.meta.url));
const USE_MODULE = new URL('../../src/host/local-relay/index.ts', import.meta.url).href;
let home: string;

beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'plexi-relay-'));
  vi.stubEnv('PLEXI_HOME', home);
  // As the launcher does: most of a start is loading code.
  vi.stubEnv('NODE_COMPILE_CACHE', path.join(import.meta.dirname, '../../../../.plexi/compile-cache'));
});
afterEach(async () => {
  await stopLocalRelay().catch(() => undefined);
  await rm(home, { recursive: true, force: true });
});

const portOf = (address: string): number => Number(/\/tcp\/(\d+)/.exec(address)?.[1]);

test('no relay runs: status says so, the rest are errors', async () => {
  expect(await localRelayStatus()).toEqual({ running: false });
  await expect(stopLocalRelay()).rejects.toMatchObject({ code: 'RELAY_NOT_RUNNING' });
  await expect(shareLocalRelay(true)).rejects.toMatchObject({ code: 'RELAY_NOT_RUNNING' });
});

test('it starts on loopback, is found again, stops, and keeps its address', async () => {
  const first = await ensureLocalRelay({ program });
  expect(first.address).toMatch(/^\/ip4\/127\.0\.0\.1\/tcp\/\d+\/p2p\/\w+$/);
  expect(first).toMatchObject({ localOnly: true, clients: 0 });
  expect((await ensureLocalRelay({ program })).address).toBe(first.address);
  expect(await localRelayStatus()).toMatchObject({ running: true, address: first.address });
  await stopLocalRelay();
  expect(await localRelayStatus()).toEqual({ running: false });
  expect((await ensureLocalRelay({ program })).address).toBe(first.address);
});

test('of several processes that start it at once, one does', async () => {
  const start = `const { ensureLocalRelay } = await import(${JSON.stringify(USE_MODULE)});
    process.stdout.write((await ensureLocalRelay({ program: ${JSON.stringify(program)} })).address);`;
  const addresses = await Promise.all(
    Array.from(
      { length: 3 },
      async () =>
        new Promise<string>((resolve) => {
          const child = spawn(process.execPath, ['--input-type=module', '-e', start], {
            stdio: ['ignore', 'pipe', 'inherit'],
          });
          let said = '';
          child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
          child.once('close', () => resolve(said));
        }),
    ),
  );
  expect(addresses[0]).toMatch(/\/p2p\//);
  expect(new Set(addresses).size).toBe(1);
});

test('it outlives one client until the last quits', async () => {
  const options = { program, linger: 0.2 };
  const ada = await leaseLocalRelay(options);
  const ben = await leaseLocalRelay(options);
  expect(ben.state.address).toBe(ada.state.address);
  ada.release();
  await vi.waitFor(async () => expect(await localRelayStatus()).toMatchObject({ clients: 1 }), 5_000);
  ben.release();
  await vi.waitFor(async () => expect(await localRelayStatus()).toEqual({ running: false }), 10_000);
});

test('opened to the network it keeps its port, also when it is started again', async () => {
  const closed = await ensureLocalRelay({ program });
  const open = await shareLocalRelay(true);
  expect(portOf(open.address)).toBe(portOf(closed.address));
  await stopLocalRelay();
  const again = await ensureLocalRelay({ program });
  expect(portOf(again.address)).toBe(portOf(closed.address));
  expect(again.localOnly).toBe(open.localOnly);
  expect((await shareLocalRelay(false)).localOnly).toBe(true);
  const settings = JSON.parse(await readFile(path.join(home, 'relay', 'settings.json'), 'utf8'));
  expect(settings).toEqual({ port: portOf(closed.address), network: false });
});

test('when another program has taken its port, it takes another', async () => {
  const first = await ensureLocalRelay({ program });
  await stopLocalRelay();
  const thief: Server = createServer();
  await new Promise<void>((resolve) => thief.listen(portOf(first.address), '127.0.0.1', resolve));
  try {
    expect(portOf((await ensureLocalRelay({ program })).address)).not.toBe(portOf(first.address));
  } finally {
    thief.close();
  }
});

test('a relay that ends at once is an error that names its log', async () => {
  await expect(ensureLocalRelay({ program: path.join(home, 'nothing.ts') })).rejects.toMatchObject({
    code: 'RELAY_UNREACHABLE',
    detail: expect.stringContaining('relay.log'),
  });
});
