import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Duplex } from 'node:stream';
import { createOperationClient, type Handlers, type PeerEvent } from '@plexi/operations';
import { LIMITS } from '@plexi/protocol';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { connectProfile } from '../../src/host/connect-profile.ts';
import { connectLines } from '../../src/host/line-connection.ts';
import { connectLocally } from '../../src/host/local-socket.ts';
import { type ServedProfile, serveProfile } from '../../src/host/serve-profile.ts';

const SERVE_MODULE = new URL('../../src/host/serve-profile.ts', import.meta.url).href;
const ID = 'ab'.repeat(32);
const unix = process.platform !== 'win32';

let folder: string;
let closing: (() => unknown)[];

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'plexi-sock-'));
  closing = [];
});
afterEach(async () => {
  for (const close of closing.reverse()) await close();
  await rm(folder, { recursive: true, force: true });
});

const handlers: Handlers = {
  'space.list': async () => [{ id: ID, name: 'Läb\n\u2028 "1"', state: 'ready' }],
  'message.send': async ({ text }) => ({
    id: ID,
    author: 'Ada',
    time: '2026-01-01T00:00:00Z',
    text,
    state: 'pending',
    kind: 'post',
    authorId: ID,
    own: true,
    clock: 1,
  }),
};

const serve = async (at = folder): Promise<{ served: ServedProfile; emit: (event: PeerEvent) => void }> => {
  const listeners = new Set<(event: PeerEvent) => void>();
  const served = await serveProfile({
    folder: at,
    handlers,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  });
  closing.push(() => served.close());
  return {
    served,
    emit: (event) => {
      for (const listener of listeners) listener(event);
    },
  };
};

const whenClosed = async (socket: Socket): Promise<void> =>
  new Promise((resolve) => {
    socket.on('error', () => undefined);
    socket.on('close', () => resolve());
  });

const rawSocket = async (): Promise<Socket> => {
  const socket = await connectLocally(folder, 'peer');
  if (socket === undefined) throw new Error('nobody listens');
  closing.push(() => socket.destroy());
  return socket;
};

test('nobody serves a profile that is not up', async () => {
  expect(await connectProfile(folder)).toBeUndefined();
  expect(await connectProfile(path.join(folder, 'missing'))).toBeUndefined();
});

test('calls, errors and events travel over the socket', async () => {
  const { served, emit } = await serve();
  const client = await connectProfile(folder);
  expect(await client?.call('space.list', {})).toEqual([{ id: ID, name: 'Läb\n\u2028 "1"', state: 'ready' }]);
  await expect(client?.call('space.show', { space: 'Lab' })).rejects.toMatchObject({
    code: 'UNKNOWN_OPERATION',
  });
  const seen = new Promise((resolve) => client?.onEvent(resolve));
  emit({ type: 'spaces' });
  expect(await seen).toEqual({ type: 'spaces' });
  const text = 'ü'.repeat(30_000);
  expect(await client?.call('message.send', { space: 'L', channel: 'g', text })).toMatchObject({ text });
  await served.close();
  await client?.closed;
  await expect(client?.call('space.list', {})).rejects.toMatchObject({ code: 'PEER_UNREACHABLE' });
  expect(await connectProfile(folder)).toBeUndefined();
});

test.skipIf(!unix)('only this user may use the socket', async () => {
  await serve();
  expect((await stat(path.join(folder, 'peer.sock'))).mode & 0o777).toBe(0o600);
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
});

test.skipIf(!unix)('a path too long for a socket address gets a private folder elsewhere', async () => {
  const long = path.join(folder, 'x'.repeat(60), 'y'.repeat(60));
  await mkdir(long, { recursive: true });
  await serve(long);
  const client = await connectProfile(long);
  closing.push(() => client?.close());
  expect(await client?.call('space.list', {})).toHaveLength(1);
  await expect(stat(path.join(long, 'peer.sock'))).rejects.toThrow('ENOENT');
});

test('[L6] a line past the limit closes the connection, and others go on', async () => {
  await serve();
  const socket = await rawSocket();
  const closed = whenClosed(socket);
  const part = Buffer.alloc(256 * 1024, 0x20);
  for (let sent = 0; sent <= LIMITS.callBytes; sent += part.length) socket.write(part);
  await closed;
  const client = await connectProfile(folder);
  closing.push(() => client?.close());
  expect(await client?.call('space.list', {})).toHaveLength(1);
});

test.each(['nonsense\n', '{"call":-1,"operation":"space.list"}\n', '[]\n', '\u0000\n'])(
  'what is no call closes the connection: %j',
  async (garbage) => {
    await serve();
    const socket = await rawSocket();
    const closed = whenClosed(socket);
    socket.resume();
    socket.write(garbage);
    await closed;
    expect(socket.bytesRead).toBe(0);
  },
);

test('a reader that does not read is let go at the limit of its queue', async () => {
  const stalled = new Duplex({ read: () => undefined, write: () => undefined });
  const connection = connectLines(stalled, { lineBytes: 1024, queueBytes: 64 * 1024 });
  const closed = new Promise<void>((resolve) => connection.onClose(resolve));
  for (let i = 0; i < 3; i++) connection.send('x'.repeat(16 * 1024));
  expect(stalled.destroyed).toBe(false);
  connection.send('x'.repeat(32 * 1024));
  await closed;
  expect(stalled.destroyed).toBe(true);
});

test('messages split and joined by the stream arrive whole and in order', async () => {
  await serve();
  const socket = await rawSocket();
  const replies: unknown[] = [];
  const client = createOperationClient({
    ...connectLines(socket, { lineBytes: 1024 * 1024, queueBytes: 1024 * 1024 }),
  });
  const calls = Array.from({ length: 50 }, (_, i) =>
    client.call('message.send', { space: 'L', channel: 'g', text: `m${i} ${'é'.repeat(i * 100)}` }),
  );
  for (const call of calls) replies.push((await call).text.split(' ')[0]);
  expect(replies).toEqual(Array.from({ length: 50 }, (_, i) => `m${i}`));
});

const serveInChild = (): ChildProcess =>
  spawn(
    process.execPath,
    [
      '--input-type=module',
      '-e',
      `const { serveProfile } = await import(${JSON.stringify(SERVE_MODULE)});
       await serveProfile({ folder: ${JSON.stringify(folder)}, subscribe: () => () => {},
         handlers: { 'space.list': async () => [] } });
       process.stdout.write('up');`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );

test('a second process calls through the first; a killed one leaves no obstacle', async () => {
  const child = serveInChild();
  await once(child.stdout!, 'data');
  const client = await connectProfile(folder);
  expect(await client?.call('space.list', {})).toEqual([]);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(await connectProfile(folder)).toBeUndefined();
  await serve();
  const next = await connectProfile(folder);
  closing.push(() => next?.close());
  expect(await next?.call('space.list', {})).toHaveLength(1);
});

test.skipIf(!unix)('a plain file in place of the socket is no profile that is up', async () => {
  await writeFile(path.join(folder, 'peer.sock'), 'x');
  expect(await connectProfile(folder)).toBeUndefined();
});
