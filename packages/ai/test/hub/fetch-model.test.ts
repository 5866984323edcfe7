import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LIMITS } from '@plexi/protocol';
import { describe, expect, test } from 'vitest';
import { listModels, parseHubReference } from '../../src/hub/index.ts';
import { askedFor, CHAT, codeOf, filesIn, MODEL, OPEN, OTHER, setUp } from './set-up.ts';

describe('[A2] a model of a hub', () => {
  test('is fetched, checked and recorded; the second time it is there without asking', async () => {
    const { hub, folder, events, get } = await setUp({ ...MODEL, pageSize: 2 });
    const model = await get();
    expect(readFileSync(model.path).equals(CHAT)).toBe(true);
    expect(model).toMatchObject({ reference: 'hf:ada/tiny:Q4_K_M', licence: 'apache-2.0' });
    expect(filesIn(folder)).toEqual(['q4_k_m.model.json', 'tiny-Q4_K_M.gguf']);
    expect(events[0]).toEqual({ kind: 'licence', licence: 'apache-2.0', link: undefined, asksNothing: true });
    expect(events.at(-2)).toMatchObject({ kind: 'progress', bytes: CHAT.length, size: CHAT.length });
    expect(events.at(-1)).toMatchObject({ kind: 'fetched' });
    const before = hub.requests.length;
    expect(await get()).toEqual(model);
    expect(hub.requests).toHaveLength(before);
    expect(await listModels(folder)).toEqual([model]);
  });

  test('comes in parts where it is cut into parts', async () => {
    const part = (i: number) => `Q4_0/tiny-Q4_0-0000${i}-of-00003.gguf`;
    const { folder, get } = await setUp({
      card: OPEN,
      files: { [part(2)]: OTHER, [part(1)]: CHAT, [part(3)]: OTHER },
    });
    const model = await get('hf:ada/tiny:q4_0');
    expect(model.path).toMatch(/tiny-Q4_0-00001-of-00003\.gguf$/);
    expect(filesIn(folder)).toHaveLength(4);
  });

  test('is named exactly, or what there is is named', async () => {
    const { get } = await setUp();
    await expect(get('hf:ada/tiny:Q4_K')).rejects.toMatchObject({
      code: 'NOT_FOUND',
      detail: 'among tiny-Q4_K_M, tiny-Q8_0',
    });
    await expect(get('hf:ada/tiny')).rejects.toMatchObject({ code: 'AMBIGUOUS_NAME' });
    await expect(get('hf:ada/none:Q8_0')).rejects.toMatchObject({
      code: 'NOT_FOUND',
      detail: 'hf:ada/none on the hub',
    });
    for (const name of ['hf:ada', 'hf:../x:Q8', 'hf:a/b:c:d', 'ada/tiny', 'hf:a/..:Q8', 'hf:a/b:../c'])
      expect(() => parseHubReference(name)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
  });

  test('goes on where the line was cut, as often as something comes', async () => {
    const { hub, pauses, get } = await setUp();
    hub.mischief.push(...Array.from({ length: 9 }, () => ({ cutAfter: 40_000 })));
    const model = await get();
    expect(readFileSync(model.path).equals(CHAT)).toBe(true);
    // What was on the line when it was cut may be lost: it is asked for again.
    const places = askedFor(hub).map((range) => Number(/\d+/.exec(range ?? '0')?.[0]));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places).toHaveLength(10);
    expect(places.at(-1)).toBeGreaterThanOrEqual(40_000);
    // Whoever gets something is as patient as at first.
    expect(Math.max(...pauses)).toBeLessThan(500 * 2 ** LIMITS.hubTries);
  });

  test('is fetched anew where the hub knows no parts, and where what is here is no beginning of it', async () => {
    const { hub, get } = await setUp();
    hub.mischief.push({ cutAfter: 40_000 }, { ignoreRange: true });
    expect(readFileSync((await get()).path).equals(CHAT)).toBe(true);
    // A part that a crash of the machine left with other bytes in it.
    const second = await setUp();
    second.hub.mischief.push(...Array.from({ length: LIMITS.hubTries + 1 }, () => ({ cutAfter: 0 })));
    second.hub.mischief[0] = { cutAfter: 100_000 };
    expect(await codeOf(second.get())).toBe('HUB_UNREACHABLE');
    const [part = ''] = filesIn(second.folder);
    expect(part).toMatch(/^tiny-Q4_K_M\.gguf\.[0-9a-f]{16}\.part$/);
    const place = join(second.folder, 'ada--tiny', part);
    const bytes = readFileSync(place);
    writeFileSync(place, bytes.fill(0, 0, 100));
    second.hub.mischief.length = 0;
    expect(readFileSync((await second.get()).path).equals(CHAT)).toBe(true);
    // Longer than the file.
    writeFileSync(place, '');
    truncateSync(place, CHAT.length + 5);
    second.hub.mischief.length = 0;
    rmSync(join(second.folder, 'ada--tiny', 'tiny-Q4_K_M.gguf'));
    expect(readFileSync((await second.get()).path).equals(CHAT)).toBe(true);
  });

  test('is fetched on by the next run after a kill, and parts of other versions go', async () => {
    const { hub, folder, get } = await setUp();
    hub.mischief.push({ stallAfter: 200_000 });
    const child = fork(new URL('./fetching.ts', import.meta.url), [hub.endpoint, folder], {
      stdio: 'ignore',
    });
    await expect
      .poll(() => {
        try {
          return filesIn(folder).map((name) => statSync(join(folder, 'ada--tiny', name)).size);
        } catch {
          return [];
        }
      })
      .toEqual([200_000]);
    child.kill('SIGKILL');
    await once(child, 'exit');
    writeFileSync(
      join(folder, 'ada--tiny', `tiny-Q4_K_M.gguf.${'0'.repeat(16)}.part`),
      'of an older version',
    );
    await get();
    expect(askedFor(hub)).toEqual([undefined, 'bytes=200000-']);
    expect(filesIn(folder)).toEqual(['q4_k_m.model.json', 'tiny-Q4_K_M.gguf']);
  });

  test('that is another than the hub names is not kept', async () => {
    const { hub, folder, get } = await setUp();
    hub.mischief.push({ tamper: true });
    expect(await codeOf(get())).toBe('MODEL_MISMATCH');
    expect(filesIn(folder)).toEqual([]);
    for (const [mischief, code] of [
      [{ overflow: true }, 'HUB_ANSWER_INVALID'],
      [{ status: 418 }, 'HUB_ANSWER_INVALID'],
      [{ status: 404 }, 'NOT_FOUND'],
    ] as const) {
      hub.mischief.splice(0, Number.POSITIVE_INFINITY, mischief);
      expect([mischief, await codeOf(get())]).toEqual([mischief, code]);
    }
    hub.mischief.splice(0, Number.POSITIVE_INFINITY, { cutAfter: 1_000 }, { wrongRange: true });
    expect(await codeOf(get())).toBe('HUB_ANSWER_INVALID');
    expect(filesIn(folder).some((name) => name.endsWith('.gguf'))).toBe(false);
  });

  test('is refused where it is no model, whatever its hash', async () => {
    const { folder, get } = await setUp({ card: OPEN, files: { 'tiny-Q4_0.gguf': CHAT.slice(0, 5_000) } });
    expect(await codeOf(get('hf:ada/tiny:Q4_0'))).toBe('MODEL_INVALID');
    expect(filesIn(folder)).toEqual([]);
  });

  test('whose licence sets conditions is fetched once somebody has accepted it', async () => {
    const card = { license: 'other', license_name: 'gemma', license_link: 'https://example.org/terms' };
    const { hub, events, get } = await setUp({ ...MODEL, card });
    await expect(get()).rejects.toMatchObject({ code: 'LICENCE_NOT_ACCEPTED', detail: 'gemma' });
    expect(events).toEqual([
      { kind: 'licence', licence: 'gemma', link: 'https://example.org/terms', asksNothing: false },
    ]);
    expect(askedFor(hub)).toEqual([]);
    expect((await get(undefined, { acceptLicence: async ({ name }) => name === 'gemma' })).licence).toBe(
      'gemma',
    );
    const unnamed = await setUp({ ...MODEL, card: null });
    expect(await codeOf(unnamed.get())).toBe('LICENCE_NOT_ACCEPTED');
  });

  test('is not begun where there is no room for it', async () => {
    const { hub, get } = await setUp();
    const freeBytes = async () => CHAT.length + LIMITS.diskReserveBytes - 1;
    expect(await codeOf(get(undefined, { freeBytes }))).toBe('DISK_FULL');
    expect(askedFor(hub)).toEqual([]);
    expect(
      await codeOf(get(undefined, { freeBytes: async () => CHAT.length + LIMITS.diskReserveBytes })),
    ).toBe('fine');
  });
});
