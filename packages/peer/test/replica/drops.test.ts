import { type Entry, type EntryId, LIMITS } from '@plexi/protocol';
import type { Write } from '@plexi/storage';
import { openMemoryStore } from '@plexi/storage/memory';
import { describe, expect, test } from 'vitest';
import {
  copyAll,
  deliver,
  GENERAL,
  type Holder,
  type Item,
  lab,
  openEmpty,
  openHolder,
  person,
  toRaw,
  viewOf,
} from '../space-story.ts';

const bodyOf = async ({ store, replica }: Holder, entry: Entry): Promise<Uint8Array | undefined> => {
  const state = replica.frontier.byId(entry.parsed.logId);
  if (state === undefined) throw new TypeError('no such log');
  const bounds = { limit: 1, maxBytes: 1 };
  return (await store.entries(replica.space, state.log, entry.parsed.sequence, bounds))[0]?.body;
};
const isThere = async (holder: Holder, entry: Entry): Promise<boolean> =>
  (await bodyOf(holder, entry)) !== undefined;
/** Everything of a holder, the logs of `last` behind the others. */
const itemsWithLast = async (holder: Holder, last: Holder): Promise<Item[]> => {
  const items = await holder.items();
  const isLast = ({ log }: Item): boolean => log.device === last.who.device && log.channel === GENERAL;
  return [...items.filter((item) => !isLast(item)), ...items.filter(isLast)];
};

describe('[L4] a drop order', () => {
  test("of the author takes the body, leaves the header, and counts less against the relay's quota", async () => {
    const { atAda, atBen } = await lab();
    const [first, second] = [await atAda.post('first'), await atAda.post('second')];
    await copyAll(atAda, atBen);
    const before = await atBen.store.spaceBytes(atBen.replica.space);
    const dropped: unknown[] = [];
    atBen.replica.onDropped((its) => dropped.push(...its));
    const order = await atAda.drop([first], ['ab'.repeat(32)]);
    await copyAll(atAda, atBen);
    for (const holder of [atAda, atBen]) {
      expect(await isThere(holder, first)).toBe(false);
      expect(await isThere(holder, second)).toBe(true);
      expect(await holder.texts()).toEqual(['', 'second']);
    }
    expect(viewOf(atBen)).toEqual(viewOf(atAda));
    const freed = (first.body?.length ?? 0) - order.header.length - 64 - (order.body?.length ?? 0);
    expect(before - (await atBen.store.spaceBytes(atBen.replica.space))).toBe(freed);
    const { log } = (await atAda.items()).at(-1) as Item;
    expect(dropped).toEqual([
      {
        owner: atAda.who.account,
        entries: [{ log, sequence: first.parsed.sequence, entry: first.id }],
        blobs: ['ab'.repeat(32)],
      },
    ]);
    const again = await openHolder(atBen.who, atBen.replica.space, { store: atBen.store });
    expect(viewOf(again)).toEqual(viewOf(atAda));
    expect(again.replica.missing.size).toBe(0);
  });

  test('reaches who gets it all later: the body is neither passed on nor missed, in one run or in single steps', async () => {
    const { atAda, cleo } = await lab();
    const first = await atAda.post('first');
    await atAda.post('second');
    await atAda.drop([first]);
    const single = await openEmpty(atAda, cleo);
    await copyAll(atAda, single);
    const atOnce = await openEmpty(atAda, cleo);
    for (const [, items] of Map.groupBy(await atAda.items(), ({ log }) => `${log.channel} ${log.device}`))
      await atOnce.replica.ingest(
        (items[0] as Item).log,
        items.map(({ raw }) => raw),
      );
    for (const holder of [single, atOnce]) {
      expect(viewOf(holder)).toEqual(viewOf(atAda));
      expect(holder.replica.missing.size).toBe(0);
      expect(await isThere(holder, first)).toBe(false);
      expect(await holder.texts()).toEqual(['second']);
    }
  });

  test('by another device of the author counts too, also where it comes before what it is about', async () => {
    const { atAda, atBen, cleo } = await lab();
    const laptop = person('ben', 'laptop of ben');
    await atAda.admit(laptop);
    const atLaptop = await openEmpty(atAda, laptop);
    const words = await atBen.post('from my phone');
    const kept = await atBen.post('stays');
    await copyAll(atAda, atLaptop);
    await copyAll(atBen, atLaptop);
    await atLaptop.drop([words]);
    const atCleo = await openEmpty(atAda, cleo);
    await copyAll(atLaptop, atAda);
    // Ben's own phone and its body come last.
    const items = await itemsWithLast(atLaptop, atBen);
    const order = items.filter(({ log }) => log.device !== atBen.who.device);
    await deliver(atCleo, order);
    const reopened = await openHolder(cleo, atCleo.replica.space, { store: atCleo.store });
    await deliver(reopened, [
      { log: atBen.log(), raw: toRaw(words) },
      { log: atBen.log(), raw: toRaw(kept) },
    ]);
    for (const holder of [reopened, atAda]) {
      expect(await isThere(holder, words)).toBe(false);
      expect(await isThere(holder, kept)).toBe(true);
    }
    expect(viewOf(reopened)).toEqual(viewOf(atAda));
    expect(reopened.replica.missing.size).toBe(0);
  });

  test('of somebody without rank about others is not heard, now or later', async () => {
    const { atAda, atBen } = await lab();
    const words = await atAda.post('hers');
    await copyAll(atAda, atBen);
    await atBen.drop([words]);
    await copyAll(atBen, atAda);
    atAda.clock.ms += 2 * LIMITS.dropGraceMs;
    for (const holder of [atAda, atBen]) {
      await holder.replica.sweep();
      expect(await isThere(holder, words)).toBe(true);
    }
  });

  test('of an admin about others waits seven days by the clock of who follows it, over a restart', async () => {
    const { atAda, atBen, ben, atCleo } = await lab();
    await atAda.act({ type: 'role.grant', account: ben.account, role: 'admin' });
    const words = await atCleo.post('hers');
    await copyAll(atAda, atBen);
    await copyAll(atCleo, atBen);
    await atBen.drop([words], ['cd'.repeat(32)]);
    await copyAll(atBen, atAda);
    expect(await isThere(atAda, words)).toBe(true);
    const due = await atAda.replica.sweep();
    expect(due).toBe(atAda.clock.ms + LIMITS.dropGraceMs);
    atAda.clock.ms = due as number;
    const again = await openHolder(atAda.who, atAda.replica.space, {
      store: atAda.store,
      clock: atAda.clock,
    });
    const dropped: unknown[] = [];
    again.replica.onDropped((its) => dropped.push(...its));
    expect(await isThere(again, words)).toBe(true);
    expect(await again.replica.sweep()).toBeUndefined();
    expect(await isThere(again, words)).toBe(false);
    expect(dropped).toMatchObject([{ owner: atCleo.who.account, blobs: ['cd'.repeat(32)] }]);
  });

  test('of an admin who is none any more when the time comes is not followed', async () => {
    const { atAda, atBen, ben, atCleo } = await lab();
    await atAda.act({ type: 'role.grant', account: ben.account, role: 'admin' });
    const words = await atCleo.post('hers');
    await copyAll(atAda, atBen);
    await copyAll(atCleo, atBen);
    await atBen.drop([words]);
    await copyAll(atBen, atAda);
    await atAda.act({ type: 'role.grant', account: ben.account, role: 'member' });
    atAda.clock.ms += LIMITS.dropGraceMs;
    await atAda.replica.sweep();
    expect(await isThere(atAda, words)).toBe(true);
  });

  test('[C1] of somebody who got the rank later is not followed, whether that came before or after the order', async () => {
    const { atAda, atBen, ben, cleo, atCleo } = await lab();
    const words = await atCleo.post('hers');
    await copyAll(atCleo, atBen);
    const order = await atBen.drop([words]);
    await copyAll(atBen, atAda);
    await atAda.act({ type: 'role.grant', account: ben.account, role: 'admin' });
    const late = await openEmpty(atAda, cleo);
    const items = await atAda.items();
    const isOrder = ({ raw }: Item): boolean => raw.header.every((byte, i) => byte === order.header[i]);
    await deliver(late, [...items.filter((item) => !isOrder(item)), ...items.filter(isOrder)]);
    await copyAll(atAda, atCleo);
    atAda.clock.ms += LIMITS.dropGraceMs;
    for (const holder of [atAda, late, atCleo]) {
      await holder.replica.sweep();
      expect(await isThere(holder, words)).toBe(true);
    }
  });

  test('[C1] of an admin who was none for whoever heard of the rank later is followed there as well', async () => {
    const { atAda, atBen, ben, atCleo } = await lab();
    const grant = await atAda.act({ type: 'role.grant', account: ben.account, role: 'admin' });
    const words = await atCleo.post('hers');
    await copyAll(atAda, atBen);
    await copyAll(atCleo, atBen);
    const order = await atBen.drop([words]);
    const { governance } = atAda.replica.channels;
    await deliver(atCleo, [{ log: atBen.log(), raw: toRaw(order) }]);
    await deliver(atCleo, [{ log: atAda.log(governance), raw: toRaw(grant) }]);
    atAda.clock.ms += LIMITS.dropGraceMs;
    await atCleo.replica.sweep();
    expect(await isThere(atCleo, words)).toBe(false);
  });

  test('about governance, another order, or another entry of that place moves nothing', async () => {
    const { atAda, atBen } = await lab();
    const act = await atAda.act({ type: 'space.describe' });
    const words = await atAda.post('words');
    const order = await atAda.drop([{ ...words, id: 'e'.repeat(64) as EntryId }]);
    await atAda.drop([act, order]);
    await copyAll(atAda, atBen);
    for (const holder of [atAda, atBen])
      for (const entry of [act, order, words]) expect(await isThere(holder, entry)).toBe(true);
  });

  test('[L6] LIMITS.dropsWaiting: who names what never comes fills nothing for ever', async () => {
    const { atAda, atBen } = await lab();
    const named = Array.from({ length: LIMITS.dropTargets }, (_, i) => ({
      id: 'e'.repeat(64) as EntryId,
      parsed: { logId: i.toString(16).padStart(4, '0').padEnd(64, 'b'), sequence: 1 },
    })) as unknown as Entry[];
    for (let i = 0; i <= LIMITS.dropsWaiting / LIMITS.dropTargets; i++)
      await atAda.drop(
        named.map((entry) => ({ ...entry, parsed: { ...entry.parsed, sequence: i + 1 } })) as Entry[],
      );
    await copyAll(atAda, atBen);
    const waiting = await atBen.store.records(atBen.replica.space, 'drop-pending');
    expect(waiting).toHaveLength(LIMITS.dropsWaiting);
  }, 30_000);
});

describe('a body that is missing for no reason', () => {
  test('[L6] LIMITS.missingBodies: beyond that, entries without theirs are refused', async () => {
    const { atAda, ben } = await lab();
    const first = toRaw(await atAda.post('first'));
    const store = openMemoryStore();
    const { space } = atAda.replica;
    const full = Array.from(
      { length: LIMITS.missingBodies },
      (_, i): Write => ({
        type: 'record',
        scope: space,
        kind: 'missing-body',
        key: `${'a'.repeat(64)}/${String(i).padStart(15, '0')}`,
        value: new Uint8Array(32),
      }),
    );
    await store.commit(full);
    const atBen = await openHolder(ben, space, { store });
    const items = await atAda.items();
    await deliver(
      atBen,
      items.filter(({ log }) => log.channel !== GENERAL),
    );
    await expect(atBen.replica.ingest(atAda.log(), [{ ...first, body: undefined }])).rejects.toMatchObject({
      code: 'ENTRY_MALFORMED',
    });
    await atBen.replica.ingest(atAda.log(), [first]);
    expect(await atBen.texts()).toEqual(['first']);
  });

  test('is listed, filled in as it comes, and given by whoever has it', async () => {
    const { atAda, atBen } = await lab();
    const run: Entry[] = [];
    for (let i = 0; i <= 20; i++) run.push(atAda.draft(`number ${i}`, run.at(-1)));
    const bare = run.map((entry) => ({ ...toRaw(entry), body: undefined }));
    await atBen.replica.ingest(atAda.log(), bare);
    expect(atBen.replica.missing.size).toBe(21);
    expect(
      atBen.replica.missing
        .list()
        .get(run[0]?.parsed.logId as never)
        ?.slice(0, 3),
    ).toEqual([1, 2, 3]);
    await deliver(
      atBen,
      run.slice(3, 6).map((entry) => ({ log: atAda.log(), raw: toRaw(entry) })),
    );
    expect(atBen.replica.missing.size).toBe(18);
    expect(await atBen.texts()).toEqual(['number 3', 'number 4', 'number 5']);
    const given = await atBen.replica.bodiesAt(atAda.log(), [99, 5, 4, 1, 5], 1 << 20);
    expect(given).toHaveLength(2);
  });
});
