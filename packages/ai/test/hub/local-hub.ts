/** A server that behaves like a model hub, its files on another host, and misbehaves where a test says so. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Mischief {
  /** Takes the place of the next answers, one each; `undefined` answers as usual. */
  status?: number;
  headers?: Record<string, string>;
  /** Sends so many bytes of the body, then cuts the line. */
  cutAfter?: number;
  /** Sends so many bytes of the body, then nothing. */
  stallAfter?: number;
  /** Answers with the whole file, whatever part is asked for. */
  ignoreRange?: boolean;
  /** Another part than is asked for. */
  wrongRange?: boolean;
  /** Other bytes than the file's. */
  tamper?: boolean;
  /** More bytes than the file has. */
  overflow?: boolean;
}

export interface HubModel {
  files: Record<string, Uint8Array>;
  card?: Record<string, unknown> | null;
  /** Given only to who has this token. */
  gatedBy?: string;
  /** Names in one page of the list. @default 1000 */
  pageSize?: number;
}

export interface LocalHub {
  endpoint: string;
  /** What the next requests for files get. */
  mischief: (Mischief | undefined)[];
  /** What the next requests to the hub itself get. */
  hubMischief: (Mischief | undefined)[];
  /** Every request: which host, what for, with which headers. */
  requests: { host: 'hub' | 'files'; path: string; range: string | undefined; token: string | undefined }[];
  close(): Promise<void>;
}

const CUT_DELAY_MS = 40;
const REVISION = 'a'.repeat(40);

const listen = async (server: Server): Promise<string> => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

const sendFile = (
  request: IncomingMessage,
  response: ServerResponse,
  file: Uint8Array,
  mischief: Mischief,
): void => {
  const asked = /^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1];
  const from = asked === undefined || mischief.ignoreRange === true ? 0 : Number(asked);
  if (from >= file.length && file.length > 0) return void response.writeHead(416).end();
  let body = Buffer.from(file.subarray(from));
  if (mischief.tamper === true) body = Buffer.from(body.map((byte) => byte ^ 1));
  if (mischief.overflow === true) body = Buffer.concat([body, body]);
  const start = mischief.wrongRange === true ? from + 1 : from;
  const headers = {
    etag: `"${createHash('sha256').update(file).digest('hex')}"`,
    'content-length': String(body.length),
    ...(from > 0 ? { 'content-range': `bytes ${start}-${file.length - 1}/${file.length}` } : {}),
  };
  response.writeHead(from > 0 ? 206 : 200, headers);
  const part = mischief.cutAfter ?? mischief.stallAfter;
  if (part === undefined) return void response.end(body);
  response.write(body.subarray(0, part), () => {
    // A client that hears of the cut at once drops what it has not yet looked at.
    if (mischief.cutAfter !== undefined) setTimeout(() => response.destroy(), CUT_DELAY_MS);
  });
};

export const startLocalHub = async (models: Record<string, HubModel>): Promise<LocalHub> => {
  const hub: Omit<LocalHub, 'endpoint' | 'close'> = { mischief: [], hubMischief: [], requests: [] };
  const note = (host: 'hub' | 'files', request: IncomingMessage): void => {
    hub.requests.push({
      host,
      path: request.url ?? '',
      range: request.headers.range,
      token: request.headers.authorization,
    });
  };
  const misbehave = (response: ServerResponse, mischief: Mischief | undefined): boolean => {
    if (mischief?.status === undefined) return false;
    response.writeHead(mischief.status, mischief.headers).end('{}');
    return true;
  };

  const files = createServer((request, response) => {
    note('files', request);
    const mischief = hub.mischief.shift() ?? {};
    if (misbehave(response, mischief)) return;
    const [, model = '', path = ''] = /^\/blob\/([^/]+\/[^/]+)\/([^?]+)/.exec(request.url ?? '') ?? [];
    const file = models[model]?.files[decodeURIComponent(path)];
    if (file === undefined) response.writeHead(404).end();
    else sendFile(request, response, file, mischief);
  });
  const filesHost = await listen(files);

  const server = createServer((request, response) => {
    note('hub', request);
    if (misbehave(response, hub.hubMischief.shift())) return;
    const url = new URL(request.url ?? '/', 'http://hub');
    const [, api, name = '', rest = ''] =
      /^(\/api\/models)?\/([^/]+\/[^/]+)(\/.*)?$/.exec(url.pathname) ?? [];
    const model = models[name];
    if (model === undefined)
      return void response.writeHead(401, { 'x-error-code': 'RepoNotFound' }).end('{}');
    const allowed =
      model.gatedBy === undefined || request.headers.authorization === `Bearer ${model.gatedBy}`;
    const json = (value: unknown, headers: Record<string, string> = {}): void =>
      void response
        .writeHead(200, { 'content-type': 'application/json', ...headers })
        .end(JSON.stringify(value));
    if (api !== undefined && rest === '')
      return json({ id: name, sha: REVISION, cardData: model.card ?? null, siblings: [], private: false });
    if (!allowed) return void response.writeHead(403, { 'x-error-code': 'GatedRepo' }).end('{}');
    if (api !== undefined && rest === `/tree/${REVISION}`) {
      const from = Number(url.searchParams.get('cursor') ?? 0);
      const size = model.pageSize ?? 1000;
      const all = Object.entries(model.files);
      url.searchParams.set('cursor', String(from + size));
      return json(
        all.slice(from, from + size).map(([path, bytes]) => ({
          type: 'file',
          path,
          oid: 'b'.repeat(40),
          size: bytes.length,
          ...(path.endsWith('.gguf')
            ? {
                lfs: {
                  oid: createHash('sha256').update(bytes).digest('hex'),
                  size: bytes.length,
                  pointerSize: 135,
                },
              }
            : {}),
        })),
        from + size < all.length
          ? { link: `<http://hub${url.pathname}${url.search}>; rel="next"`.replace('http://hub', endpoint) }
          : {},
      );
    }
    const path = rest.startsWith(`/resolve/${REVISION}/`) ? rest.slice(`/resolve/${REVISION}/`.length) : '';
    if (model.files[decodeURIComponent(path)] === undefined)
      return void response.writeHead(404, { 'x-error-code': 'EntryNotFound' }).end();
    response.writeHead(302, { location: `${filesHost}/blob/${name}/${path}?signature=once` }).end();
  });
  const endpoint: string = await listen(server);

  return {
    ...hub,
    endpoint,
    close: async () => {
      for (const each of [server, files]) {
        each.closeAllConnections();
        each.close();
        await once(each, 'close');
      }
    },
  };
};
