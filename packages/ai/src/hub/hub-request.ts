/** Requests to a model hub: redirects that take no token along, silence that ends, and refusals in our words. */
import { LIMITS, plexiError } from '@plexi/protocol';

export interface HubAccess {
  /** Where the hub is. @default https://huggingface.co */
  endpoint?: string | undefined;
  /** Sent to the hub itself and to nobody else. */
  token?: string | undefined;
  /** How long it may send nothing. @default LIMITS.hubIdleMs */
  idleMs?: number | undefined;
  signal?: AbortSignal | undefined;
}

export interface HubAnswer {
  status: number;
  headers: Headers;
  /** The body in pieces. Throws HUB_UNREACHABLE where it breaks off or stops coming, CANCELLED. */
  pieces(): AsyncGenerator<Uint8Array>;
  /** Ends it unread. */
  drop(): void;
}

const DEFAULT_ENDPOINT = 'https://huggingface.co';
const REDIRECTS = [301, 302, 303, 307, 308];
const NOT_THERE = ['RepoNotFound', 'EntryNotFound', 'RevisionNotFound'];

export const endpointOf = (access: HubAccess): URL => {
  try {
    const url = new URL(access.endpoint ?? DEFAULT_ENDPOINT);
    if (url.protocol === 'https:' || url.protocol === 'http:') return url;
  } catch {
    // Said below.
  }
  throw plexiError('INVALID_INPUT', { detail: 'HF_ENDPOINT is no web address' });
};

/** Seconds or a date, as milliseconds from now. RFC 9110, 10.2.3 */
const retryAfter = (headers: Headers, now: number): number | undefined => {
  const value = headers.get('retry-after');
  if (value === null) return undefined;
  const ms = /^\d{1,9}$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now;
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
};

/** What a refusal means. `waitMs` is on HUB_BUSY errors: how long the hub asks to wait. */
export const refusal = ({ status, headers }: HubAnswer, what: string): Error => {
  if (NOT_THERE.includes(headers.get('x-error-code') ?? '') || status === 404)
    return plexiError('NOT_FOUND', { detail: `${what} on the hub` });
  if (status === 401 || status === 403) return plexiError('HUB_REFUSED', { detail: what });
  if (status === 429) {
    const waitMs = retryAfter(headers, Date.now()) ?? 0;
    const busy = plexiError('HUB_BUSY', waitMs > 0 ? { detail: `${Math.ceil(waitMs / 1000)} s` } : {});
    return Object.assign(busy, { waitMs });
  }
  if (status >= 500) return plexiError('HUB_UNREACHABLE', { detail: `status ${status}` });
  return plexiError('HUB_ANSWER_INVALID', { detail: `status ${status} for ${what}` });
};

const isAborted = (signal: AbortSignal | undefined): boolean => signal?.aborted === true;

const once = async (url: URL, headers: Record<string, string>, access: HubAccess): Promise<HubAnswer> => {
  const { signal, idleMs = LIMITS.hubIdleMs } = access;
  const abort = new AbortController();
  const stop = (): void => abort.abort();
  if (isAborted(signal)) throw plexiError('CANCELLED');
  signal?.addEventListener('abort', stop, { once: true });
  let idle = setTimeout(stop, idleMs);
  const finish = (): void => {
    clearTimeout(idle);
    signal?.removeEventListener('abort', stop);
  };
  const failed = (cause: unknown): Error => {
    finish();
    return isAborted(signal) ? plexiError('CANCELLED') : plexiError('HUB_UNREACHABLE', { cause });
  };
  const response = await fetch(url, { headers, redirect: 'manual', signal: abort.signal }).catch(
    (cause: unknown) => {
      throw failed(cause);
    },
  );
  return {
    status: response.status,
    headers: response.headers,
    drop: () => {
      finish();
      stop();
    },
    pieces: async function* () {
      try {
        for await (const piece of response.body ?? []) {
          clearTimeout(idle);
          yield piece;
          idle = setTimeout(stop, idleMs);
        }
      } catch (cause) {
        throw failed(cause);
      } finally {
        finish();
      }
    },
  };
};

/**
 * Asks, and follows where it is sent. The token goes to the hub's own origin alone; who came by an encrypted way is not led off it.
 * Throws HUB_UNREACHABLE, HUB_ANSWER_INVALID, CANCELLED; refusals come back as they are.
 */
export const requestHub = async (
  start: URL,
  access: HubAccess,
  more: Record<string, string> = {},
): Promise<HubAnswer> => {
  const home = endpointOf(access).origin;
  let url = start;
  for (let redirects = 0; redirects <= LIMITS.hubRedirects; redirects++) {
    const answer = await once(
      url,
      {
        ...more,
        // What is fetched is checked against its size and hash as it is.
        'accept-encoding': 'identity',
        ...(access.token !== undefined && url.origin === home
          ? { authorization: `Bearer ${access.token}` }
          : {}),
      },
      access,
    );
    const location = REDIRECTS.includes(answer.status) ? answer.headers.get('location') : null;
    if (location === null) return answer;
    answer.drop();
    const next = URL.canParse(location, url.href) ? new URL(location, url) : undefined;
    const kept = next?.protocol === 'https:' || (next?.protocol === 'http:' && url.protocol === 'http:');
    if (next === undefined || !kept)
      throw plexiError('HUB_ANSWER_INVALID', { detail: 'it leads to no safe address' });
    url = next;
  }
  throw plexiError('HUB_ANSWER_INVALID', { detail: 'it leads in circles' });
};

/** A small answer as JSON, with its headers. Throws HUB_UNREACHABLE, HUB_ANSWER_INVALID, and what a refusal means. */
export const requestJson = async (
  url: URL,
  access: HubAccess,
  what: string,
): Promise<{ value: unknown; headers: Headers }> => {
  const answer = await requestHub(url, access, { accept: 'application/json' });
  if (answer.status !== 200) {
    answer.drop();
    throw refusal(answer, what);
  }
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const piece of answer.pieces()) {
    size += piece.length;
    if (size > LIMITS.hubAnswerBytes) throw plexiError('HUB_ANSWER_INVALID', { detail: 'it has no end' });
    parts.push(piece);
  }
  try {
    return { value: JSON.parse(Buffer.concat(parts).toString('utf8')), headers: answer.headers };
  } catch (cause) {
    throw plexiError('HUB_ANSWER_INVALID', { cause, detail: 'no JSON' });
  }
};
