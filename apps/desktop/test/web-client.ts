/** A browser as far as the server can tell, and one that lies where it may. */
import { type IncomingHttpHeaders, type RequestOptions, request } from 'node:http';
import { WebSocket } from 'ws';
import type { WebServer } from '../src/browser/web-server.ts';

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

export const tokenOf = (address: string): string =>
  new URLSearchParams(new URL(address).hash.slice(1)).get('token') ?? '';

/** Speaks to `at` as a page of its own would, but for what the caller changes. */
export const talkTo = (at: WebServer) => {
  const origin = `http://127.0.0.1:${at.port}`;

  const ask = async (options: RequestOptions & { body?: string }): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const { body, headers, ...rest } = options;
      const asked = request(
        {
          host: '127.0.0.1',
          port: at.port,
          ...rest,
          headers: { host: `127.0.0.1:${at.port}`, ...(headers as Record<string, string> | undefined) },
        },
        (response) => {
          let text = '';
          response.on('data', (chunk: Buffer) => (text += chunk.toString()));
          response.on('end', () =>
            resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
          );
        },
      );
      asked.on('error', reject);
      asked.end(body);
    });

  const exchange = async (token: string, headers: Record<string, string> = {}): Promise<Answer> =>
    ask({
      path: '/session',
      method: 'POST',
      headers: { origin, 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ token }),
    });

  const newSession = async (): Promise<string> => {
    const answer = await exchange(tokenOf(at.oneTimeAddress()));
    return (JSON.parse(answer.body) as { session: string }).session;
  };

  /** The status that the handshake is refused with, or `open`. */
  const shake = async (
    protocols: string[],
    options: { origin?: string; host?: string; url?: string },
  ): Promise<number | 'open'> =>
    new Promise((resolve) => {
      const socket = new WebSocket(options.url ?? `ws://127.0.0.1:${at.port}/channel`, protocols, {
        ...('origin' in options ? { origin: options.origin } : { origin }),
        headers: options.host === undefined ? {} : { host: options.host },
      });
      socket.on('open', () => {
        socket.close();
        resolve('open');
      });
      socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
      socket.on('error', () => undefined);
    });

  return { origin, ask, exchange, newSession, shake };
};
