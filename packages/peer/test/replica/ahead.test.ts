import { type Entry, LIMITS, type LogRef, type Page } from '@plexi/protocol';
import { describe, expect, test } from 'vitest';
import { copyAll, GENERAL, type Holder, lab, openEmpty, person, toRaw, unsigned } from '../space-story.ts';

/** Ada has written; Ben has nothing of it. */
const written = async (count: number) => {
  const story = await lab();
  const { atAda, atBen } = story;
  const log = atAda.log();
  const entries: Entry[] = [];
  for (let i = 1; i <= count; i++) entries.push(await atAda.post(`ada ${i}`));
  const page = (some: readonly Entry[], end = some.at(-1)?.parsed.sequence ?? 0, of: LogRef = log): Page => ({
    kind: 'page',
    channel: GENERAL,
    ends: [{ log: of, sequence: end }],
    runs: [{ log: of, entries: some.map(toRaw) }],
  });
  const take = (to: Holder, some: Page, way: 'newest' | 'earlier' = 'newest') =>
    to.replica.run(() => to.replica.ahead.take(some, way));
  const give = (to: Holder, some: readonly Entry[]) => to.replica.ingest(log, some.map(toRaw));
  return { ...story, log, entries, page, take, give, to: atBen };
};

describe('[L5] a page that came ahead of its log', () => {
  test('is shown, and says how much is missing before it', async () => {
    const { to, entries, page, take } = await written(9);
    expect(await take(to, page(entries.slice(6)))).toBeUndefined();
    expect(await to.texts()).toEqual(['ada 7', 'ada 8', 'ada 9']);
    expect(to.replica.ahead.gap(GENERAL)).toEqual({ floor: entries[6]?.parsed.clock, missing: 6 });
    expect(await take(to, page(entries.slice(6)))).toBeUndefined();
    expect(await to.texts()).toHaveLength(3);
  });

  test('is refused by name: an end that is not signed, a broken link, an unknown device, what lies behind a cutoff', async () => {
    const { to, entries, page, take, atAda, atCleo, cleo } = await written(9);
    const run = entries.slice(5);
    const last = run.at(-1) as Entry;
    const spoiled = page(run);
    spoiled.runs[0]?.entries.splice(-1, 1, unsigned(last));
    expect(await take(to, spoiled)).toBe('ENTRY_FORGED');
    expect(await take(to, page(run.filter((_, at) => at !== 1)))).toBe('ENTRY_OUT_OF_ORDER');
    const eve = await openEmpty(atAda, person('eve'));
    expect(await take(to, page([eve.draft('eve', undefined)], 1, eve.log()))).toBe('LOG_UNKNOWN');
    // Ada's device does not speak in Cleo's log.
    await expect(take(to, page(run, 9, atCleo.log()))).rejects.toMatchObject({ code: 'ENTRY_FORGED' });
    await atCleo.post('before');
    await copyAll(atCleo, atAda);
    const after = [await atCleo.post('after'), await atCleo.post('long after')];
    await atAda.remove(cleo);
    for (const item of await atAda.items())
      if (item.log.channel === to.replica.channels.governance) await to.replica.ingest(item.log, [item.raw]);
    expect(await take(to, page(after, 3, atCleo.log()))).toBe('ENTRY_NOT_ENTITLED');
    expect(await to.texts()).toEqual([]);
    expect(to.replica.ahead.gap(GENERAL)).toBeUndefined();
  });

  test('goes where governance comes to end its log before it', async () => {
    const { to, page, take, atAda, atCleo, cleo } = await written(0);
    await atCleo.post('before');
    await copyAll(atCleo, atAda);
    const after = [await atCleo.post('after'), await atCleo.post('long after')];
    expect(await take(to, page(after, 3, atCleo.log()))).toBeUndefined();
    expect(await to.texts()).toEqual(['after', 'long after']);
    await atAda.remove(cleo);
    await copyAll(atAda, to);
    expect(await to.texts()).toEqual(['before']);
    expect(to.replica.ahead.missing()).toBe(0);
  });

  test('is taken in as what it is when its log comes to it: shown once, nothing missing', async () => {
    const { to, entries, page, take, give } = await written(9);
    await take(to, page(entries.slice(6)));
    await give(to, entries.slice(0, 7));
    expect(to.replica.ahead.gap(GENERAL)).toBeUndefined();
    await give(to, entries.slice(7));
    expect(await to.texts()).toEqual(entries.map((_, at) => `ada ${at + 1}`));
    expect(await to.store.records(to.replica.space, 'ahead')).toEqual([]);
  });

  test('[L2] that contradicts its log is the proof of two histories, and is not shown beside it', async () => {
    const { to, entries, page, take, give, atAda } = await written(4);
    const other: Entry[] = [];
    for (const text of ['other 5', 'other 6']) other.push(atAda.draft(text, other.at(-1) ?? entries.at(-1)));
    expect(await take(to, page(other))).toBeUndefined();
    expect(await to.texts()).toEqual(['other 5', 'other 6']);
    const fifth = await atAda.post('ada 5');
    await give(to, [...entries, fifth]);
    expect(await to.texts()).toEqual([1, 2, 3, 4, 5].map((number) => `ada ${number}`));
    expect(await to.replica.forkProofs()).toHaveLength(1);
    expect(await take(to, page(other))).toBe('ENTRY_EQUIVOCATION');
    expect(await to.texts()).toHaveLength(5);
  });

  test('[L2] and so is one of another history than what is here already', async () => {
    const { to, entries, page, take, give, atAda } = await written(4);
    await give(to, entries);
    const other = [atAda.draft('other 4', entries[2]), atAda.draft('5', entries[3])];
    expect(await take(to, page(other.slice(0, 1)))).toBe('ENTRY_EQUIVOCATION');
    expect(await to.replica.forkProofs()).toHaveLength(1);
    expect(await to.texts()).toEqual(['ada 1', 'ada 2', 'ada 3', 'ada 4']);
  });

  test('[L4] leaves a tombstone where its body went before its log came to it', async () => {
    const { to, entries, page, take, atAda, log } = await written(5);
    await take(to, page(entries.slice(2)));
    expect(await to.texts()).toEqual(['ada 3', 'ada 4', 'ada 5']);
    await atAda.drop([entries[3] as Entry]);
    // In one run, so that the body is not stored at all.
    const raws = (await atAda.items()).flatMap((item) => (item.log.channel === GENERAL ? item.raw : []));
    await to.replica.ingest(log, raws);
    expect(await to.texts()).toEqual(['ada 1', 'ada 2', 'ada 3', '', 'ada 5']);
  });

  test('[L4] goes at once where its author ordered that ahead, too', async () => {
    const { to, entries, page, take, atAda } = await written(4);
    await take(to, page(entries.slice(2)));
    const order = await atAda.drop([entries[0] as Entry, entries[3] as Entry]);
    await take(to, page([order]));
    expect(await to.texts()).toEqual(['ada 3', '']);
    await copyAll(atAda, to);
    expect(await to.texts()).toEqual(['ada 2', 'ada 3', '']);
  });

  test('[L4] has what is here in order go at once where its author ordered that', async () => {
    const { to, entries, page, take, give, atAda, log } = await written(6);
    await give(to, entries.slice(0, 2));
    const dropped: unknown[] = [];
    to.replica.onDropped((its) => dropped.push(...its));
    const order = await atAda.drop([entries[0] as Entry]);
    await take(to, page([order]));
    expect(await to.texts()).toEqual(['', 'ada 2']);
    const [body] = await to.store.entries(to.replica.space, log, 1, { limit: 1, maxBytes: 1 });
    expect(body?.body).toBeUndefined();
    expect(dropped).toMatchObject([{ entries: [{ sequence: 1, entry: entries[0]?.id }] }]);
    await copyAll(atAda, to);
    expect(await to.texts()).toEqual(await atAda.texts());
    expect(to.replica.missing.size).toBe(0);
  });

  test('[L4] and stays where somebody else did, until that comes to it in order', async () => {
    const { to, entries, page, take, atAda, atCleo } = await written(3);
    await take(to, page(entries.slice(1)));
    await copyAll(atAda, atCleo);
    const order = await atCleo.drop([entries[2] as Entry]);
    await take(to, page([order], 1, atCleo.log()));
    expect(await to.texts()).toEqual(['ada 2', 'ada 3']);
  });

  test('stays where its log comes without the body, which may come later', async () => {
    const { to, entries, page, take, give, log } = await written(3);
    await take(to, page(entries.slice(1)));
    await to.replica.ingest(
      log,
      entries.map((entry) => ({ ...toRaw(entry), body: undefined })),
    );
    expect(await to.texts()).toEqual(['ada 2', 'ada 3']);
    expect(to.replica.missing.size).toBe(3);
    await give(to, entries);
    expect(await to.texts()).toEqual(['ada 1', 'ada 2', 'ada 3']);
    expect(to.replica.missing.size).toBe(0);
  });

  test('LIMITS.aheadEntries: what is more is not kept', async () => {
    const { to, atAda, page, take } = await written(0);
    const entries: Entry[] = [];
    for (let i = 0; i <= LIMITS.aheadEntries; i++) entries.push(atAda.draft('x', entries.at(-1)));
    const pages: Entry[][] = [];
    for (let end = entries.length; end > 0; end -= LIMITS.pageEntries)
      pages.push(entries.slice(Math.max(0, end - LIMITS.pageEntries), end));
    const before = pages.pop() as Entry[];
    for (const some of pages) await take(to, page(some, entries.length), 'earlier');
    expect(await to.texts()).toHaveLength(LIMITS.aheadEntries);
    await take(to, page(before, entries.length), 'earlier');
    expect(await to.texts()).toHaveLength(LIMITS.aheadEntries);
    expect(to.replica.ahead.gap(GENERAL)?.missing).toBe(1);
  });
});
