/** [D2] Browser mode's server, spoken to as a browser and as somebody who should not get in. */
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Handlers } from '@plexi/operations';
import { createOperationClient, serveConnection } from '@plexi/operations';
import { LIMITS } from '@plexi/protocol';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { listInterfaceFiles } from '../src/browser/interface-files.ts';
import { findClientUser } from '../src/browser/same-user.ts';
import { createSessionBook } from '../src/browser/session-book.ts';
import { overWebSocket } from '../src/browser/socket-connection.ts';
import { startWebServer, type WebServer } from '../src/browser/web-server.ts';
import { talkTo, tokenOf } from './web-client.ts';

const PANEL = {
  type: 'text/html; charset=utf-8',
  content: Buffer.from('<!doctype html><title>Panel</title>'),
};
const ID = 'ab'.repeat(32);
let folder: string;
let server: WebServer;
let browser: ReturnType<typeof talkTo>;
let now: number;
let more: WebServer[];

const handlers: Handlers = {
  'space.list': async () => [],
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

const startServer = async (port = 0): Promise<WebServer> => {
  const started = await startWebServer({
    port,
    files: await listInterfaceFiles(path.join(folder, 'interface')),
    sessions: createSessionBook(() => now),
    panels: { find: (place) => (place === 'token/index.html' ? PANEL : undefined) },
    onView: (view) => serveConnection(view, { handlers, subscribe: () => () => undefined }),
  });
  more.push(started);
  return started;
};

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'plexi-web-'));
  await mkdir(path.join(folder, 'interface', 'assets'), { recursive: true });
  await writeFile(path.join(folder, 'interface', 'index.html'), '<!doctype html><title>PlexiChat</title>');
  await writeFile(path.join(folder, 'interface', 'assets', 'index-abc.js'), 'export {};');
  await writeFile(path.join(folder, 'interface', 'assets', 'notes.exe'), 'no');
  await writeFile(path.join(folder, 'secret.json'), '{"secret":true}');
  await symlink(path.join(folder, 'secret.json'), path.join(folder, 'interface', 'link.json'));
  now = 0;
  more = [];
  server = await startServer();
  browser = talkTo(server);
});
afterEach(async () => {
  for (const one of more) await one.close();
  await rm(folder, { recursive: true, force: true });
});

test('[P1] a panel comes with a policy of its own, sandboxed, to whoever has its token, and to nobody else', async () => {
  const { status, headers } = await browser.ask({ path: '/panel/token/index.html' });
  const own = `http://127.0.0.1:${server.port}`;
  expect(status).toBe(200);
  expect(headers['content-security-policy']).toBe(
    `sandbox allow-scripts; default-src 'none'; script-src ${own}/panel/token/; style-src ${own}/panel/token/; img-src ${own}/panel/token/ data:; font-src ${own}/panel/token/; connect-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors ${own}`,
  );
  for (const asked of [
    '/panel/',
    '/panel/other/index.html',
    '/panel/token/../../index.html',
    '/panel/token/%2e%2e/index.html',
  ])
    expect([asked, (await browser.ask({ path: asked })).status]).toEqual([asked, 404]);
});

test('the interface comes with headers that let it load itself and nothing else', async () => {
  const { status, headers, body } = await browser.ask({ path: '/' });
  expect(status).toBe(200);
  expect(body).toContain('<title>PlexiChat</title>');
  expect(headers).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src blob:; font-src 'self'; connect-src 'self' ws://127.0.0.1:${server.port}; frame-src http://127.0.0.1:${server.port}/panel/; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'no-store',
  });
  expect(headers['access-control-allow-origin']).toBeUndefined();
  const script = await browser.ask({ path: '/assets/index-abc.js?v=1' });
  expect(script.headers['content-type']).toBe('text/javascript; charset=utf-8');
  expect(script.headers['cache-control']).toContain('immutable');
  expect((await browser.ask({ path: '/', method: 'HEAD' })).body).toBe('');
});

test.each([
  '/../secret.json',
  '/%2e%2e/secret.json',
  '/..%2fsecret.json',
  '/assets/../../secret.json',
  '/assets/..\\..\\secret.json',
  '//secret.json',
  '/link.json',
  '/assets/notes.exe',
  '/assets',
  '/assets/',
  '/index.html/',
  '/constructor',
  `/${'a'.repeat(4000)}`,
])('nothing but the built files is served: %s', async (address) => {
  const { status, body } = await browser.ask({ path: address });
  expect(status).toBe(404);
  expect(body).toBe('');
});

test('a request to another name is refused, whatever it asks for', async () => {
  for (const host of [
    'localhost',
    `localhost:${server.port}`,
    'evil.example',
    `127.0.0.1:${server.port + 1}`,
  ]) {
    expect((await browser.ask({ path: '/', headers: { host } })).status).toBe(421);
    expect((await browser.ask({ path: '/session', headers: { host } })).status).toBe(421);
  }
});

test('a token is exchanged once; the session lasts over reloads', async () => {
  const token = tokenOf(server.oneTimeAddress());
  expect(Buffer.from(token, 'base64url')).toHaveLength(32);
  const first = await browser.exchange(token);
  expect(first.status).toBe(200);
  expect(first.headers['cache-control']).toBe('no-store');
  expect(first.headers['set-cookie']).toBeUndefined();
  expect((await browser.exchange(token)).status).toBe(401);
  const { session } = JSON.parse(first.body) as { session: string };
  const check = async (value: string) =>
    (await browser.ask({ path: '/session', headers: { authorization: value } })).status;
  expect(await check(`Bearer ${session}`)).toBe(204);
  expect(await check(`Bearer ${token}`)).toBe(401);
  expect(await check(`Bearer ${session}x`)).toBe(401);
  expect(await check(session)).toBe(401);
  expect(await check('')).toBe(401);
  for (let reload = 0; reload < 3; reload++)
    expect(await browser.shake(['plexi.1', `session.${session}`], {})).toBe('open');
});

test('a token expires, and a later address makes no earlier one invalid', async () => {
  const old = tokenOf(server.oneTimeAddress());
  now += 9 * 60_000;
  const later = tokenOf(server.oneTimeAddress());
  now += 2 * 60_000;
  expect((await browser.exchange(old)).status).toBe(401);
  expect((await browser.exchange(later)).status).toBe(200);
});

test('another origin exchanges no token, and the token stays live', async () => {
  const token = tokenOf(server.oneTimeAddress());
  for (const origin of [
    'http://evil.example',
    `http://localhost:${server.port}`,
    'null',
    browser.origin.replace('http', 'https'),
  ])
    expect((await browser.exchange(token, { origin })).status).toBe(403);
  expect((await browser.exchange(token, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  expect((await browser.exchange(token, { 'content-type': 'text/plain' })).status).toBe(415);
  const bare = { path: '/session', method: 'POST', headers: { 'content-type': 'application/json' } };
  expect((await browser.ask({ ...bare, body: JSON.stringify({ token }) })).status).toBe(403);
  expect((await browser.exchange(token)).status).toBe(200);
});

test.each(['', 'x', '{}', '[]', '{"token":1}', '{"token":""}', `{"token":"${'a'.repeat(200)}"}`])(
  'a body that is no token is refused: %s',
  async (body) => {
    const headers = { origin: browser.origin, 'content-type': 'application/json' };
    expect((await browser.ask({ path: '/session', method: 'POST', headers, body })).status).toBe(401);
  },
);

test('[L6] a body past the limit is not read', async () => {
  const headers = { origin: browser.origin, 'content-type': 'application/json' };
  const body = JSON.stringify({ token: 'a'.repeat(2000) });
  const answer = await browser.ask({ path: '/session', method: 'POST', headers, body });
  expect(answer).toMatchObject({ status: 413, headers: { connection: 'close' } });
  expect((await browser.ask({ path: '/' })).status).toBe(200);
});

test('other methods are refused', async () => {
  for (const method of ['PUT', 'DELETE', 'POST', 'OPTIONS'])
    expect((await browser.ask({ path: '/', method })).status).toBe(405);
  expect((await browser.ask({ path: '/session', method: 'PUT' })).status).toBe(405);
});

test('the channel opens for a session of this host, this origin and this name only', async () => {
  const session = `session.${await browser.newSession()}`;
  expect(await browser.shake(['plexi.1', session], {})).toBe('open');
  expect(await browser.shake(['plexi.1'], {})).toBe(401);
  expect(await browser.shake(['plexi.1', 'session.nonsense'], {})).toBe(401);
  expect(await browser.shake(['plexi.1', 'session.'], {})).toBe(401);
  expect(await browser.shake([session], {})).toBe(404);
  expect(await browser.shake(['plexi.1', session], { origin: 'http://evil.example' })).toBe(403);
  expect(await browser.shake(['plexi.1', session], { origin: `http://localhost:${server.port}` })).toBe(403);
  expect(await browser.shake(['plexi.1', session], { host: `localhost:${server.port}` })).toBe(421);
  expect(await browser.shake(['plexi.1', session], { url: `ws://127.0.0.1:${server.port}/` })).toBe(404);
});

test('calls travel over the channel; what is no call closes it', async () => {
  const session = await browser.newSession();
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}/channel`, ['plexi.1', `session.${session}`], {
    origin: browser.origin,
  });
  await new Promise((resolve) => socket.once('open', resolve));
  expect(socket.protocol).toBe('plexi.1');
  const client = createOperationClient(overWebSocket(socket));
  expect(await client.call('space.list', {})).toEqual([]);
  const text = '\u2028é'.repeat(10_000);
  expect(await client.call('message.send', { space: 's', channel: 'c', text })).toMatchObject({ text });
  socket.send(Buffer.from([1, 2, 3]));
  await client.closed;
});

test('[L6] a message past the limit closes the channel', async () => {
  const session = await browser.newSession();
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}/channel`, ['plexi.1', `session.${session}`], {
    origin: browser.origin,
  });
  await new Promise((resolve) => socket.once('open', resolve));
  const closed = new Promise<number>((resolve) => socket.once('close', resolve));
  socket.on('error', () => undefined);
  socket.send('x'.repeat(LIMITS.callBytes + 1));
  expect(await closed).toBe(1009);
});

test('two profiles side by side: the session of one is nothing to the other', async () => {
  const other = await startServer();
  const elsewhere = talkTo(other);
  const session = await browser.newSession();
  const others = await elsewhere.newSession();
  expect(await elsewhere.shake(['plexi.1', `session.${session}`], {})).toBe(401);
  expect(await elsewhere.shake(['plexi.1', `session.${others}`], {})).toBe('open');
  expect(await browser.shake(['plexi.1', `session.${session}`], {})).toBe('open');
  expect((await elsewhere.exchange(tokenOf(server.oneTimeAddress()))).status).toBe(401);
  expect((await elsewhere.exchange(tokenOf(other.oneTimeAddress()), { origin: browser.origin })).status).toBe(
    403,
  );
});

test('a port in use is an error with a code; only loopback is listened on', async () => {
  await expect(startServer(server.port)).rejects.toMatchObject({ code: 'PORT_IN_USE' });
  const outside = await new Promise<string>((resolve) => {
    const socket = connect(server.port, '127.0.0.2');
    socket.once('connect', () => {
      socket.destroy();
      resolve('connected');
    });
    socket.once('error', () => resolve('refused'));
  });
  expect(outside).toBe('refused');
});

test('the kernel says whose a loopback connection is', () => {
  const table = [
    '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
    '   0: 0100007F:5BA0 0100007F:C350 01 00000000:00000000 00:00000000 00000000   100        0 1 1',
    '   1: 0100007F:C350 0100007F:5BA0 01 00000000:00000000 00:00000000 00000000  1001        0 2 1',
  ].join('\n');
  expect(findClientUser(table, 0xc350, 0x5ba0)).toBe(1001);
  expect(findClientUser(table, 0xc351, 0x5ba0)).toBeUndefined();
});
