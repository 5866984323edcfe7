/** OpenAI's interface over HTTP: models, chat, embeddings. Every request but the sign of life needs a key. */
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LIMITS, plexiError, toPlexiError } from '@plexi/protocol';
import type { Answerer } from '../inference/index.ts';
import { type ApiKeyRecord, findKey } from './api-key.ts';
import { openCompletionStream, usageOf } from './completion-stream.ts';
import { toOpenAiError } from './openai-error.ts';
import { readChatCompletion, readEmbeddingsRequest } from './openai-request.ts';
import { createRateLimit } from './rate-limit.ts';

export interface ApiOptions {
  answerer: Answerer;
  /** The keys as they are now: one that was revoked is refused from then on. */
  keys: () => Promise<readonly ApiKeyRecord[]>;
  host: string;
  port: number;
  now?: (() => number) | undefined;
  /** How long a request's head and all of it may take to come. @default LIMITS.apiHeadMs and LIMITS.apiBodyMs */
  patience?: { headMs: number; bodyMs: number } | undefined;
  /** Facts for the log: ids, codes and numbers, never what is asked or answered. */
  log: (event: string, fields: Record<string, unknown>) => void;
}

export interface Api {
  /** `http://HOST:PORT/v1`. */
  url: string;
  close(): Promise<void>;
}

interface Request {
  request: IncomingMessage;
  response: ServerResponse;
  key: ApiKeyRecord;
  /** Aborts when the client is gone. */
  signal: AbortSignal;
  abort: () => void;
}

const sendJson = (
  response: ServerResponse,
  status: number,
  value: unknown,
  headers: Record<string, string> = {},
): void => {
  response
    .writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers })
    .end(JSON.stringify(value));
};

/** Throws TOO_LARGE, INVALID_INPUT. */
const readBody = async (request: IncomingMessage): Promise<unknown> => {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > LIMITS.apiBodyBytes)
      throw plexiError('TOO_LARGE', { detail: `a request of over ${LIMITS.apiBodyBytes} bytes` });
    parts.push(part);
  }
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8'));
  } catch {
    throw plexiError('INVALID_INPUT', { detail: 'body: it is no JSON' });
  }
};

const newId = (kind: string): string => `${kind}-${randomBytes(12).toString('hex')}`;

const serveModels = async ({ answerer }: ApiOptions, { response }: Request, id?: string): Promise<void> => {
  const models = answerer.models().map(({ id: name, kind, loaded, running, waiting, averageMs }) => ({
    id: name,
    object: 'model',
    created: 0,
    owned_by: 'plexichat',
    // Beyond OpenAI's: by what other nodes share the load.
    kind,
    load: { loaded, running, waiting, average_ms: averageMs },
  }));
  if (id === undefined) return sendJson(response, 200, { object: 'list', data: models });
  const found = models.find((model) => model.id === id);
  if (found === undefined) throw plexiError('NOT_FOUND', { detail: 'model' });
  return sendJson(response, 200, found);
};

const serveChat = async ({ answerer }: ApiOptions, asked: Request): Promise<void> => {
  const { request, response, key, signal, abort } = asked;
  const { model, request: chat, stream, includeUsage } = readChatCompletion(await readBody(request));
  const about = { id: newId('chatcmpl'), created: Math.floor(Date.now() / 1000), model };
  const call = { asker: key.id, signal };
  if (!stream) {
    const answer = await answerer.chat(model, chat, call);
    return sendJson(response, 200, {
      ...about,
      object: 'chat.completion',
      choices: [
        {
          index: 0,
          message: { role: 'assistant', content: answer.text, refusal: null },
          finish_reason: answer.finish,
          logprobs: null,
        },
      ],
      usage: usageOf(answer),
      ...(answer.droppedMessages > 0 ? { dropped_messages: answer.droppedMessages } : {}),
    });
  }
  const events = openCompletionStream(response, about, abort);
  const silence = setInterval(() => events.wait(), LIMITS.apiSilenceMs);
  try {
    const answer = await answerer.chat(model, chat, { ...call, onText: (text) => events.text(text) });
    events.finish(answer, includeUsage);
  } catch (error) {
    if (!events.begun()) throw error;
    events.fail(toOpenAiError(toPlexiError(error)));
    throw error;
  } finally {
    clearInterval(silence);
  }
};

const toBase64 = (vector: readonly number[]): string => {
  const bytes = Buffer.alloc(vector.length * 4);
  vector.forEach((value, i) => bytes.writeFloatLE(value, i * 4));
  return bytes.toString('base64');
};

const serveEmbeddings = async (
  { answerer }: ApiOptions,
  { request, response, key, signal }: Request,
): Promise<void> => {
  const { model, texts, base64, dimensions } = readEmbeddingsRequest(await readBody(request));
  const { vectors, tokens } = await answerer.embed(model, texts, { asker: key.id, signal });
  if (dimensions !== undefined && dimensions !== vectors[0]?.length)
    throw plexiError('INVALID_INPUT', { detail: `dimensions: this model has ${vectors[0]?.length}` });
  sendJson(response, 200, {
    object: 'list',
    model,
    data: vectors.map((vector, index) => ({
      object: 'embedding',
      index,
      embedding: base64 ? toBase64(vector) : vector,
    })),
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  });
};

const route = async (options: ApiOptions, asked: Request): Promise<void> => {
  const { method, url = '/' } = asked.request;
  const path = url.split('?')[0] ?? '/';
  if (method === 'POST' && path === '/v1/chat/completions') return serveChat(options, asked);
  if (method === 'POST' && path === '/v1/embeddings') return serveEmbeddings(options, asked);
  if (method === 'GET' && path === '/v1/models') return serveModels(options, asked);
  const id = method === 'GET' ? /^\/v1\/models\/(.{1,512})$/.exec(path)?.[1] : undefined;
  if (id === undefined) throw plexiError('UNKNOWN_OPERATION');
  try {
    return await serveModels(options, asked, decodeURIComponent(id));
  } catch (error) {
    throw error instanceof URIError ? plexiError('NOT_FOUND', { detail: 'model' }) : error;
  }
};

const presentedKey = (request: IncomingMessage): string =>
  /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';

/** Serves it. Throws PORT_IN_USE, ADDRESS_INVALID. */
export const serveApi = async (options: ApiOptions): Promise<Api> => {
  const { log, now = Date.now } = options;
  const { headMs, bodyMs } = options.patience ?? { headMs: LIMITS.apiHeadMs, bodyMs: LIMITS.apiBodyMs };
  const limit = createRateLimit(LIMITS.apiBurst, LIMITS.apiPerMinute);

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    const began = now();
    let key: ApiKeyRecord | undefined;
    try {
      if (request.url === '/health') return sendJson(response, 200, { status: 'ok' });
      key = findKey(await options.keys(), presentedKey(request));
      if (key === undefined) throw plexiError('KEY_UNKNOWN');
      const wait = limit.take(key.id, now());
      if (wait > 0) {
        response.setHeader('retry-after', String(Math.ceil(wait / 1000)));
        throw plexiError('RATE_LIMITED');
      }
      await route(options, {
        request,
        response,
        key,
        signal: gone.signal,
        abort: () => response.destroy(),
      });
      log('answered', { key: key.id, path: request.url?.slice(0, 64), ms: now() - began });
    } catch (error) {
      const known = gone.signal.aborted ? plexiError('CANCELLED') : toPlexiError(error);
      log('not-answered', { key: key?.id, path: request.url?.slice(0, 64), code: known.code });
      if (response.headersSent || response.destroyed) return undefined;
      const { status, body } = toOpenAiError(known);
      // What is left of the request is not read.
      sendJson(response, status, body, known.code === 'TOO_LARGE' ? { connection: 'close' } : {});
    }
    return undefined;
  };

  const server = createServer(
    {
      headersTimeout: headMs,
      requestTimeout: bodyMs,
      connectionsCheckingInterval: Math.min(1_000, headMs),
    },
    (request, response) => void answer(request, response),
  );
  server.maxConnections = LIMITS.apiConnections;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const detail = `${options.host}:${options.port}`;
      reject(plexiError(cause.code === 'EADDRINUSE' ? 'PORT_IN_USE' : 'ADDRESS_INVALID', { cause, detail }));
    });
    server.listen(options.port, options.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  const host = options.host.includes(':') ? `[${options.host}]` : options.host;
  return {
    url: `http://${host}:${port}/v1`,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
};
