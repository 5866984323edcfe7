import { LIMITS } from '@plexi/protocol';
import { describe, expect, test, vi } from 'vitest';
import { askedFor, CHAT, codeOf, MODEL, OPEN, setUp } from './set-up.ts';

describe('[A2] a hub', () => {
  test('gets the token, and the host that it sends us on to does not', async () => {
    const { hub, get } = await setUp({ ...MODEL, gatedBy: 'hf_secret' });
    expect(await codeOf(get())).toBe('HUB_REFUSED');
    const access = { endpoint: hub.endpoint, token: 'hf_secret' };
    expect(await codeOf(get(undefined, { access }))).toBe('fine');
    const tokens = hub.requests.slice(-4).map(({ host, token }) => [host, token]);
    expect(tokens).toEqual([
      ['hub', 'Bearer hf_secret'],
      ['hub', 'Bearer hf_secret'],
      ['hub', 'Bearer hf_secret'],
      ['files', undefined],
    ]);
  });

  test('that is asked by an encrypted way leads nobody off it', async () => {
    const { get } = await setUp();
    const asked: string[] = [];
    vi.stubGlobal('fetch', async (url: URL) => {
      asked.push(url.href);
      return new Response(null, { status: 302, headers: { location: 'http://files.example/' } });
    });
    const answer = await codeOf(get(undefined, { access: { endpoint: 'https://hub.example' } }));
    vi.unstubAllGlobals();
    expect(answer).toBe('HUB_ANSWER_INVALID');
    expect(asked).toEqual(['https://hub.example/api/models/ada/tiny']);
  });

  test('that is busy is waited for as long as it says, up to a limit', async () => {
    const { hub, pauses, get } = await setUp();
    hub.mischief.push({ status: 429, headers: { 'retry-after': '7' } }, { status: 503 });
    await get();
    expect(pauses).toEqual([7_000, 2_000]);
    const patient = await setUp();
    patient.hub.mischief.push({
      status: 429,
      headers: { 'retry-after': String(LIMITS.hubWaitMs / 1000 + 1) },
    });
    await expect(patient.get()).rejects.toMatchObject({ code: 'HUB_BUSY', detail: '601 s' });
    const listing = await setUp();
    listing.hub.hubMischief.push({ status: 429, headers: { 'retry-after': '30' } });
    await expect(listing.get()).rejects.toMatchObject({ code: 'HUB_BUSY', detail: '30 s' });
  });

  test('[L6] that gives nothing is given up after so many tries', async () => {
    const { hub, pauses, get } = await setUp();
    hub.mischief.push(...Array.from({ length: 20 }, () => ({ status: 502 })));
    expect(await codeOf(get())).toBe('HUB_UNREACHABLE');
    expect(askedFor(hub)).toHaveLength(LIMITS.hubTries);
    expect(pauses).toHaveLength(LIMITS.hubTries - 1);
  });

  test('[L6] that stops in the middle is asked again', async () => {
    const { hub, get } = await setUp();
    hub.mischief.push({ stallAfter: 100_000 });
    const access = { endpoint: hub.endpoint, idleMs: 300 };
    expect(await codeOf(get(undefined, { access }))).toBe('fine');
    expect(askedFor(hub)).toEqual([undefined, 'bytes=100000-']);
  });

  test('[L6] that leads in circles, off the safe way, or talks without end is not followed', async () => {
    const { hub, get } = await setUp();
    const to = (location: string) => ({ status: 302, headers: { location } });
    for (const mischief of [
      Array.from({ length: 20 }, () => to('/api/models/ada/tiny')),
      [to('ftp://example.org/x')],
      [{ status: 200, headers: { 'content-type': 'text/html' } }],
    ]) {
      hub.hubMischief.splice(0, Number.POSITIVE_INFINITY, ...mischief);
      expect(await codeOf(get())).toBe('HUB_ANSWER_INVALID');
    }
    expect(hub.requests.length).toBeLessThanOrEqual(LIMITS.hubRedirects + 1 + 2);
    hub.hubMischief.length = 0;
    const long = await setUp({ ...MODEL, card: { ...OPEN, more: 'x'.repeat(LIMITS.hubAnswerBytes) } });
    expect(await codeOf(long.get())).toBe('HUB_ANSWER_INVALID');
    const pages = await setUp({
      ...MODEL,
      pageSize: 1,
      files: Object.fromEntries(
        Array.from({ length: LIMITS.hubPages + 1 }, (_, i) => [`f${i}.gguf`, CHAT.slice(0, 8)]),
      ),
    });
    expect(await codeOf(pages.get())).toBe('HUB_ANSWER_INVALID');
    const many = Object.fromEntries(
      Array.from({ length: LIMITS.hubFiles + 1 }, (_, i) => [`f${i}`, CHAT.slice(0, 1)]),
    );
    const files = await setUp({ card: OPEN, pageSize: LIMITS.hubFiles + 1, files: many });
    expect(await codeOf(files.get())).toBe('HUB_ANSWER_INVALID');
    const parts = await setUp({
      card: OPEN,
      files: { [`a-Q4_0-00001-of-00${LIMITS.modelParts + 1}.gguf`]: CHAT },
    });
    expect(await codeOf(parts.get('hf:ada/tiny:Q4_0'))).toBe('HUB_ANSWER_INVALID');
    const odd = await setUp({ card: OPEN, files: { 'model/ -Q4_0.gguf': CHAT } });
    expect(await codeOf(odd.get('hf:ada/tiny:Q4_0'))).toBe('HUB_ANSWER_INVALID');
  });

  test('is left at once when nobody wants the model any more', async () => {
    const { hub, get } = await setUp();
    hub.mischief.push({ stallAfter: 10 });
    const abort = new AbortController();
    const access = { endpoint: hub.endpoint, signal: abort.signal };
    const fetching = get(undefined, {
      access,
      onEvent: ({ kind }) => {
        if (kind === 'progress') abort.abort();
      },
    });
    expect(await codeOf(fetching)).toBe('CANCELLED');
    expect(await codeOf(get(undefined, { access }))).toBe('CANCELLED');
  });
});
