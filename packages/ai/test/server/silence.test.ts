/** Answers that are long in coming, on a clock that the test turns. */
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isPlexiError, LIMITS, plexiError } from '@plexi/protocol';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Answerer } from '../../src/inference/index.ts';
import { openHttpNode } from '../../src/scheduler/index.ts';
import { createKey, serveApi } from '../../src/server/index.ts';

const codeOf = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'fine',
    (error: unknown) => (isPlexiError(error) ? error.code : String(error)),
  );

const turnClock = (): void => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
  onTestFinished(() => void vi.useRealTimers());
};

const serve = async (listener: RequestListener): Promise<string> => {
  const server = createServer(listener);
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
};

const request = { messages: [{ role: 'user' as const, text: 'Hello' }] };

describe('[L6] silence', () => {
  test('of a node that waits for its turn is broken by a word that it is there', async () => {
    const { key, keys } = createKey([], 'test', new Date(0));
    const asked = Promise.withResolvers<void>();
    const turn = Promise.withResolvers<void>();
    const answerer: Answerer = {
      models: () => [],
      embed: async () => Promise.reject(plexiError('MODEL_UNFIT')),
      chat: async () => {
        asked.resolve();
        await turn.promise;
        throw plexiError('CONTEXT_EXCEEDED');
      },
    };
    turnClock();
    const api = await serveApi({
      answerer,
      keys: async () => keys,
      host: '127.0.0.1',
      port: 0,
      log: () => undefined,
    });
    onTestFinished(() => api.close());
    const answer = codeOf(
      openHttpNode({ id: 'slow', url: api.url, key }).chat('m', request, { asker: 'ada' }),
    );
    const response = fetch(`${api.url}/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}` },
      body: JSON.stringify({ model: 'm', stream: true, messages: [{ role: 'user', content: 'x' }] }),
    });
    await asked.promise;
    let status: number | undefined;
    void response.then((begun) => {
      status = begun.status;
    });
    await expect
      .poll(() => {
        vi.advanceTimersByTime(LIMITS.apiSilenceMs);
        return status;
      })
      .toBe(200);
    // The other node, which heard those words, does not take it for gone, and hears the error in the stream.
    turn.resolve();
    expect(await (await response).text()).toMatch(/: waiting\n\n.*context_length_exceeded/s);
    expect(await answer).toBe('CONTEXT_EXCEEDED');
  });

  test('of another node ends in not asking it any more', async () => {
    const heard = Promise.withResolvers<void>();
    const mute = await serve(() => heard.resolve());
    turnClock();
    const models = codeOf(Promise.resolve(openHttpNode({ id: 'mute', url: mute, key: 'x' }).models()));
    await heard.promise;
    vi.advanceTimersByTime(LIMITS.nodeAnswerMs);
    expect(await models).toBe('NODE_UNREACHABLE');

    const begun = Promise.withResolvers<void>();
    const stuck = await serve((_, response) => {
      response
        .writeHead(200)
        .write('data: {"choices":[{"delta":{"content":"so"},"finish_reason":null}]}\n\n');
    });
    // The clock is turned once what was heard has been dealt with.
    const onText = (): void => void setImmediate(begun.resolve);
    const answer = codeOf(
      openHttpNode({ id: 'stuck', url: stuck, key: 'x' }).chat('m', request, { asker: 'ada', onText }),
    );
    await begun.promise;
    vi.advanceTimersByTime(LIMITS.nodeSilenceMs);
    expect(await answer).toBe('NODE_UNREACHABLE');
  });
});
