/** [D2] Browser mode's server: the interface, the exchange of tokens, and the interface's channel, on loopback only. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { MessageConnection } from '@plexi/operations';
import { LIMITS, plexiError } from '@plexi/protocol';
import { WebSocketServer } from 'ws';
import { z } from 'zod';
import type { Panels } from '../host/panels.ts';
import { protectiveHeaders } from '../shared/content-policy.ts';
import { PANEL_PATH, panelHeaders } from '../shared/panel-policy.ts';
import type { InterfaceFiles } from './interface-files.ts';
import { isSameUser } from './same-user.ts';
import type { SessionBook } from './session-book.ts';
import { overWebSocket } from './socket-connection.ts';

const PROTOCOL = 'plexi.1';
const SESSION_PREFIX = 'session.';
const BODY_BYTES = 1024;
const REQUEST_MS = 10_000;
const MOST_SOCKETS = 256;
const tokenShape = z.object({ token: z.string().min(1).max(128) });

export interface WebServerOptions {
  /** 0 takes any free one. */
  port: number;
  files: InterfaceFiles;
  sessions: SessionBook;
  /** Of plugins. */
  panels: Pick<Panels, 'find'>;
  /** A view has connected. */
  onView: (view: MessageConnection) => void;
}

export interface WebServer {
  readonly port: number;
  /** An address that works once. */
  oneTimeAddress(): string;
  close(): Promise<void>;
}

interface Place {
  host: string;
  origin: string;
  headers: Record<string, string>;
}

/** Whether the request says that its body is small; the parser holds it to its word (RFC 9112 section 6.2). */
const isSmall = (request: IncomingMessage): boolean => {
  const length = Number(request.headers['content-length'] ?? Number.NaN);
  return length <= BODY_BYTES;
};

const readBody = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
};

/** Whether a browser says that another site is behind the request. */
const isForeign = (request: IncomingMessage): boolean => {
  const site = request.headers['sec-fetch-site'];
  return site !== undefined && site !== 'same-origin' && site !== 'none';
};

const parseToken = (body: string): string | undefined => {
  try {
    return tokenShape.safeParse(JSON.parse(body)).data?.token;
  } catch {
    return undefined;
  }
};

const createAnswers = (options: WebServerOptions, place: () => Place) => {
  const { files, sessions } = options;

  const end = (response: ServerResponse, status: number, body?: string): void => {
    response.writeHead(status, {
      ...place().headers,
      'cache-control': 'no-store',
      ...(body === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' }),
    });
    response.end(body);
  };

  const exchange = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.headers.origin !== place().origin || isForeign(request)) return end(response, 403);
    if (!request.headers['content-type']?.startsWith('application/json')) return end(response, 415);
    if (!isSmall(request)) {
      response.setHeader('connection', 'close');
      return end(response, 413);
    }
    const body = await readBody(request);
    if (!(await isSameUser(request.socket))) return end(response, 403);
    const token = parseToken(body);
    const session = token === undefined ? undefined : sessions.exchange(token);
    return session === undefined ? end(response, 401) : end(response, 200, JSON.stringify({ session }));
  };

  const check = (request: IncomingMessage, response: ServerResponse): void => {
    const [scheme, session = ''] = (request.headers.authorization ?? '').split(' ');
    const live = scheme === 'Bearer' && !isForeign(request) && sessions.isLive(session);
    end(response, live ? 204 : 401);
  };

  const serveFile = (request: IncomingMessage, response: ServerResponse, address: string): void => {
    const file = files.get(address);
    if (file === undefined) return end(response, 404);
    response.writeHead(200, {
      ...place().headers,
      'content-type': file.type,
      'content-length': file.content.length,
      'cache-control': file.immutable ? 'private, max-age=31536000, immutable' : 'no-store',
    });
    response.end(request.method === 'HEAD' ? undefined : file.content);
    return undefined;
  };

  const servePanel = (response: ServerResponse, path: string): void => {
    const file = options.panels.find(path);
    if (file === undefined) return end(response, 404);
    const { origin } = place();
    const folder = `${origin}${PANEL_PATH}${path.slice(0, path.indexOf('/') + 1)}`;
    response.writeHead(200, { ...panelHeaders(folder, origin), 'content-type': file.type });
    response.end(file.content);
    return undefined;
  };

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    // A name that leads here by DNS (rebinding) is another host, whatever page is behind it.
    if (request.headers.host !== place().host) return end(response, 421);
    const address = (request.url ?? '').split('?', 1)[0] ?? '';
    const { method } = request;
    if (address === '/session') {
      if (method === 'POST') return exchange(request, response);
      return method === 'GET' ? check(request, response) : end(response, 405);
    }
    if (method !== 'GET' && method !== 'HEAD') return end(response, 405);
    if (address.startsWith(PANEL_PATH)) return servePanel(response, address.slice(PANEL_PATH.length));
    return serveFile(request, response, address);
  };
};

const refuse = (socket: Duplex, status: string): void => {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
};

/** The subprotocols that a WebSocket handshake offers (RFC 6455 section 4.1). */
const offeredBy = (request: IncomingMessage): string[] =>
  (request.headers['sec-websocket-protocol'] ?? '').split(',').map((part) => part.trim());

const acceptViews = (server: Server, options: WebServerOptions, place: () => Place): WebSocketServer => {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: LIMITS.callBytes,
    perMessageDeflate: false,
    handleProtocols: () => PROTOCOL,
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    const offered = offeredBy(request);
    const session = offered.find((one) => one.startsWith(SESSION_PREFIX))?.slice(SESSION_PREFIX.length);
    if (request.headers.host !== place().host) refuse(socket, '421 Misdirected Request');
    else if (request.headers.origin !== place().origin) refuse(socket, '403 Forbidden');
    else if (request.url !== '/channel' || !offered.includes(PROTOCOL)) refuse(socket, '404 Not Found');
    else if (session === undefined || !options.sessions.isLive(session)) refuse(socket, '401 Unauthorized');
    else if (sockets.clients.size >= LIMITS.interfaceConnections) refuse(socket, '503 Service Unavailable');
    else
      sockets.handleUpgrade(request, socket, head, (webSocket) => options.onView(overWebSocket(webSocket)));
  });
  return sockets;
};

/** Serves on 127.0.0.1 until closed. Throws PORT_IN_USE. */
export const startWebServer = async (options: WebServerOptions): Promise<WebServer> => {
  let port = options.port;
  const place = (): Place => ({
    host: `127.0.0.1:${port}`,
    origin: `http://127.0.0.1:${port}`,
    headers: protectiveHeaders([`ws://127.0.0.1:${port}`], `http://127.0.0.1:${port}${PANEL_PATH}`),
  });
  const answer = createAnswers(options, place);
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  server.maxConnections = MOST_SOCKETS;
  server.headersTimeout = REQUEST_MS;
  server.requestTimeout = REQUEST_MS;
  const sockets = acceptViews(server, options, place);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        plexiError(error.code === 'EADDRINUSE' ? 'PORT_IN_USE' : 'INTERNAL', {
          cause: error,
          detail: `port ${port}`,
        }),
      ),
    );
    server.listen(port, '127.0.0.1', resolve);
  });
  const bound = server.address();
  if (typeof bound === 'object' && bound !== null) port = bound.port;
  return {
    port,
    oneTimeAddress: () => `${place().origin}/#token=${options.sessions.issueToken()}`,
    close: async () => {
      for (const client of sockets.clients) client.terminate();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
};
