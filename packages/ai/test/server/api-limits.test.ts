import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { LIMITS, plexiError } from '@plexi/protocol';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Answerer } from '../../src/inference/index.ts';
import { type Api, createKey, serveApi } from '../../src/server/index.ts';

const { key: secret, keys } = createKey([], 'tests', new Date(0));
const none = async (): Promise<never> => {
  throw plexiError('NOT_FOUND', { detail: 'model' });
};
const ended = Promise.withResolvers<number>();
/** Has no models: whatever is well-formed is asked of one that is not there. `endless` talks until nobody listens. */
const answerer: Answerer = {
  models: () => [],
  embed: none,
  chat: async (model, _request, { signal, onText }) => {
    if (model !== 'endless') return none();
    let sent = 0;
    for (;;) {
      if (signal?.aborted !== false) break;
      onText?.('x'.repeat(64 * 1024));
      sent += 64 * 1024;
      await nextTurn();
    }
    ended.resolve(sent);
    throw plexiError('CANCELLED');
  },
};
let api: Api;
beforeAll(async () => {
  api = await serveApi({
    answerer,
    keys: async () => keys,
    host: '127.0.0.1',
    port: 0,
    log: () => undefined,
  });
});
afterAll(() => api.close());

describe('[L6] a request', () => {
  const post = async (body: string) =>
    fetch(`${api.url}/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}` },
      body,
    });

  test('may be so long, and must be JSON', async () => {
    const words = (bytes: number) =>
      JSON.stringify({ model: 'none', messages: [{ role: 'user', content: 'x' }], pad: 'y'.repeat(bytes) });
    const rest = words(0).length;
    expect((await post(words(LIMITS.apiBodyBytes - rest))).status).toBe(404);
    expect((await post(words(LIMITS.apiBodyBytes - rest + 1))).status).toBe(413);
    const prompt = (bytes: number) =>
      JSON.stringify({ model: 'none', messages: [{ role: 'user', content: 'x'.repeat(bytes) }] });
    expect((await post(prompt(LIMITS.promptBytes))).status).toBe(404);
    expect((await post(prompt(LIMITS.promptBytes + 1))).status).toBe(413);
    const many = (count: number) =>
      JSON.stringify({
        model: 'none',
        messages: Array.from({ length: count }, () => ({ role: 'user', content: '' })),
      });
    expect((await post(many(LIMITS.promptMessages))).status).toBe(404);
    expect((await post(many(LIMITS.promptMessages + 1))).status).toBe(400);
    expect((await post('{"model":')).status).toBe(400);
    const texts = await fetch(`${api.url}/embeddings`, {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}` },
      body: JSON.stringify({
        model: 'none',
        input: Array.from({ length: LIMITS.embeddingTexts + 1 }, () => 'x'),
      }),
    });
    expect(texts.status).toBe(400);
  });

  test('whose head or body is long in coming is ended, and says so', async () => {
    const hurried = await serveApi({
      answerer,
      keys: async () => keys,
      host: '127.0.0.1',
      port: 0,
      patience: { headMs: 100, bodyMs: 200 },
      log: () => undefined,
    });
    const { hostname, port } = new URL(hurried.url);
    const head = `POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${secret}\r\n`;
    for (const begun of [head, `${head}content-length: 100\r\n\r\n{"model":`]) {
      const socket = connect(Number(port), hostname);
      let heard = '';
      socket.setEncoding('utf8').on('data', (text: string) => (heard += text));
      socket.write(begun);
      await once(socket, 'close');
      expect(heard).toMatch(/^HTTP\/1\.1 408 /);
    }
    await hurried.close();
  });

  test('that is no HTTP, or of another place, harms nothing', async () => {
    const { hostname, port } = new URL(api.url);
    const socket = connect(Number(port), hostname);
    socket.write('\u0000\u0001 nonsense\r\n\r\n');
    socket.resume();
    await once(socket, 'close');
    for (const [method, path] of [
      ['POST', '/models'],
      ['GET', '/chat/completions'],
      ['GET', '/../../etc/passwd'],
      ['GET', '/models/%ff'],
    ] as const) {
      const answer = await fetch(`${api.url}${path}`, {
        method,
        headers: { authorization: `Bearer ${secret}` },
      });
      expect([path, answer.status]).toEqual([path, 404]);
    }
  });

  test('whose answer nobody reads is ended, and not kept in memory', async () => {
    const { hostname, port } = new URL(api.url);
    const body = JSON.stringify({
      model: 'endless',
      stream: true,
      messages: [{ role: 'user', content: '' }],
    });
    const socket = connect(Number(port), hostname);
    socket.on('error', () => undefined);
    socket.write(
      `POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${secret}\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    );
    // What the system itself keeps of a connection comes on top.
    expect(await ended.promise).toBeLessThan(LIMITS.apiQueueBytes + 16 * 1024 * 1024);
    socket.destroy();
  });

  test('is one of so many', async () => {
    const { hostname, port } = new URL(api.url);
    const sockets: Socket[] = [];
    const open = async (): Promise<Socket> => {
      const socket = connect(Number(port), hostname);
      socket.on('error', () => undefined);
      sockets.push(socket);
      await once(socket, 'connect');
      return socket;
    };
    let refused = false;
    for (let i = 0; i <= LIMITS.apiConnections; i++)
      (await open()).on('close', () => {
        refused = true;
      });
    await expect.poll(() => refused).toBe(true);
    for (const socket of sockets) socket.destroy();
  });
});
