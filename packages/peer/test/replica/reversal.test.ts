import { decodeHeader, type Entry } from '@plexi/protocol';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
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
  viewOf,
} from '../space-story.ts';
import { askAround } from './ask-around.ts';

/** What is shown of the channel; who comes after a deletion sees no tombstone. */
const wordsOf = async (holder: Holder): Promise<string[]> =>
  (await holder.texts()).filter((text) => text !== '');

/** `to` hears of what was decided, and of nothing else. */
const tellDecisions = async (from: Holder, to: Holder): Promise<void> =>
  deliver(
    to,
    (await from.items()).filter(({ log }) => log.channel === from.replica.channels.governance),
  );
/** `to` gets what lies behind what it has, as sync gives it. */
const catchUp = async (to: Holder, items: readonly Item[]): Promise<void> => {
  for (const { log, raw } of items)
    if (decodeHeader(raw.header).sequence > to.replica.stateOf(log).tip.sequence)
      await to.replica.ingest(log, [raw]);
};

/** Cleo deletes her words, which Ben hears of, while Ada removes her without having heard. Ben may remove people, too. */
const deletion = async () => {
  const story = await lab();
  const { atAda, atBen, atCleo, ben } = story;
  await atAda.act({ type: 'role.grant', account: ben.account, role: 'admin' });
  for (const other of [atBen, atCleo]) await copyAll(atAda, other);
  const words = await atCleo.post('what I said');
  await atCleo.post('and stand by');
  for (const other of [atAda, atBen]) await copyAll(atCleo, other);
  await atCleo.drop([words]);
  return { ...story, words };
};

describe('[L4] [G4] a deletion that a removal makes void', () => {
  test('is taken back where it was followed: the words come from whoever has them', async () => {
    const { atAda, atBen, atCleo, cleo } = await deletion();
    await copyAll(atCleo, atBen);
    expect(await wordsOf(atBen)).toEqual(['and stand by']);
    await atAda.remove(cleo);
    await tellDecisions(atAda, atBen);
    expect(await wordsOf(atBen)).toEqual(['and stand by']);
    await askAround(atAda, atBen);
    for (const holder of [atAda, atBen])
      expect(await holder.texts()).toEqual(['what I said', 'and stand by']);
    expect(viewOf(atBen)).toEqual(viewOf(atAda));
    expect(atBen.replica.missing.wanted().size).toBe(0);
  });

  test('is followed again where the removal turns out to be void itself, everywhere', async () => {
    const { atAda, atBen, atCleo, ben, cleo } = await deletion();
    // Ben has not heard of the deletion, and Ada not of the removal, when she takes his rank.
    await atBen.remove(cleo);
    const late = await openEmpty(atAda);
    await copyAll(atCleo, late);
    await copyAll(atBen, late);
    await askAround(late, atBen);
    expect(await wordsOf(late)).toEqual(['what I said', 'and stand by']);
    await atAda.act({ type: 'role.grant', account: ben.account, role: 'member' });
    for (const holder of [late, atBen]) await copyAll(atAda, holder);
    expect(await wordsOf(late)).toEqual(['and stand by']);
    for (const holder of [atAda, atBen]) await copyAll(late, holder);
    for (const holder of [atAda, atBen]) await copyAll(atCleo, holder);
    for (const holder of [atAda, atBen, late]) {
      expect(await wordsOf(holder)).toEqual(['and stand by']);
      expect(viewOf(holder)).toEqual(viewOf(atAda));
      expect(holder.replica.missing.wanted().size).toBe(0);
    }
  });

  test('has what nobody holds any more asked for, but kept from nobody for it', async () => {
    const { atAda, atBen, atCleo, cleo } = await deletion();
    await copyAll(atCleo, atBen);
    const newcomer = await openEmpty(atBen, person('dora'));
    await copyAll(atBen, newcomer);
    await atAda.remove(cleo);
    for (const holder of [atBen, newcomer]) await tellDecisions(atAda, holder);
    await askAround(atBen, newcomer);
    const late = await openEmpty(atBen, person('emil'));
    await copyAll(atBen, late);
    for (const holder of [atBen, newcomer, late]) {
      expect(holder.replica.missing.size).toBe(0);
      expect(holder.replica.missing.wanted().size).toBe(1);
    }
    await askAround(atAda, atBen, newcomer, late);
    for (const holder of [atBen, newcomer, late]) {
      expect(await wordsOf(holder)).toEqual(['what I said', 'and stand by']);
      expect(holder.replica.missing.wanted().size).toBe(0);
    }
  });

  test('which came before what it names is not followed when that comes', async () => {
    const { atAda, atBen, atCleo, cleo } = await lab();
    const laptop = person('cleo', 'laptop of cleo');
    await atAda.admit(laptop);
    const atLaptop = await openEmpty(atAda, laptop);
    const words = await atCleo.post('what I said');
    for (const other of [atAda, atLaptop]) await copyAll(atCleo, other);
    await copyAll(atAda, atLaptop);
    await atLaptop.drop([words]);
    const items = (await atLaptop.items()).filter(
      ({ log }) => log.device !== atCleo.who.device || log.channel !== GENERAL,
    );
    await deliver(atBen, items);
    await atAda.remove(cleo);
    await tellDecisions(atAda, atBen);
    await catchUp(atBen, await atAda.items());
    await askAround(atAda, atBen);
    expect(await wordsOf(atBen)).toEqual(['what I said']);
  });

  test('leaves those words gone that another deletion names, which counts', async () => {
    const { atAda, atBen, atCleo, cleo } = await lab();
    const laptop = person('cleo', 'laptop of cleo');
    await atAda.admit(laptop);
    const atLaptop = await openEmpty(atAda, laptop);
    const words = await atCleo.post('what I said');
    for (const from of [atAda, atCleo]) await copyAll(from, atLaptop);
    await copyAll(atAda, atBen);
    // Both delete it, and the laptop puts the phone out, without having heard of each other.
    await atLaptop.drop([words]);
    await atCleo.drop([words]);
    for (const from of [atCleo, atLaptop]) await copyAll(from, atBen);
    const cutoffs = atLaptop.replica.frontier
      .visibleHeads()
      .filter(({ log }) => log.device === cleo.device)
      .map(({ log, sequence, id }) => ({ log, sequence, id }));
    await atLaptop.act({ type: 'device.remove', device: cleo.device, cutoffs });
    await tellDecisions(atLaptop, atBen);
    expect(atBen.replica.stateOf(atCleo.log())).toMatchObject({
      tip: { sequence: 2 },
      visible: { sequence: 1 },
    });
    expect(atBen.replica.missing.wanted().size).toBe(0);
    expect(await wordsOf(atBen)).toEqual([]);
  });

  test('is taken back after a crash between the removal and what follows from it', async () => {
    const { atAda, atBen, atCleo, cleo } = await deletion();
    await copyAll(atCleo, atBen);
    const crashing = (holder: Holder) => {
      const { store } = holder;
      return openHolder(holder.who, holder.replica.space, {
        clock: holder.clock,
        store: {
          ...store,
          commit: (writes) =>
            writes.some((write) => write.type === 'record' && write.kind === 'drop-reckoned')
              ? Promise.reject(new TypeError('power is gone'))
              : store.commit(writes),
        },
      });
    };
    const reopened = (holder: Holder) =>
      openHolder(holder.who, holder.replica.space, { clock: holder.clock, store: holder.store });
    await atAda.remove(cleo);
    const falling = await crashing(atBen);
    await expect(tellDecisions(atAda, falling)).rejects.toThrow('power is gone');
    const again = await reopened(atBen);
    await askAround(atAda, again);
    expect(await wordsOf(again)).toEqual(['what I said', 'and stand by']);
  });
});

describe('[C1] a story of deletions and removals', () => {
  /** All that anybody ever said, and a decision that undoes the removal. */
  interface Story {
    atAda: Holder;
    items: Item[];
    undoing: Item[];
  }
  let story: Story;

  beforeAll(async () => {
    const { atAda, atBen, atCleo, ben, cleo } = await lab();
    const laptop = person('cleo', 'laptop of cleo');
    await atAda.act({ type: 'role.grant', account: ben.account, role: 'admin' });
    await atAda.admit(laptop);
    const atLaptop = await openEmpty(atAda, laptop);
    for (const other of [atBen, atCleo]) await copyAll(atAda, other);
    const said: Entry[] = [];
    for (const [holder, text] of [
      [atCleo, 'one'],
      [atCleo, 'two'],
      [atLaptop, 'three'],
      [atLaptop, 'four'],
    ] as const)
      said.push(await holder.post(text));
    for (const from of [atCleo, atLaptop])
      for (const to of [atBen, atCleo, atLaptop]) await copyAll(from, to);
    const [one, two, three, four] = said as [Entry, Entry, Entry, Entry];
    await atLaptop.drop([one, three]);
    await copyAll(atLaptop, atBen);
    await atCleo.drop([two, three]);
    await atCleo.drop([one, four]);
    await atBen.remove(cleo);
    const items = new Map<string, Item>();
    const collect = async (...holders: Holder[]): Promise<void> => {
      for (const holder of holders)
        for (const item of await holder.items()) {
          const key = Buffer.from(item.raw.signature).toString('hex');
          if (items.get(key)?.raw.body === undefined) items.set(key, item);
        }
    };
    const bodies = said.map((entry) => ({ log: atCleo.log(), raw: entry }));
    await collect(atAda, atBen, atCleo, atLaptop);
    for (const item of items.values()) {
      const whole = bodies.find(({ raw }) => Buffer.from(raw.header).equals(item.raw.header));
      if (whole !== undefined) item.raw = { ...item.raw, body: whole.raw.body };
    }
    const before = new Set(items.keys());
    await atAda.act({ type: 'role.grant', account: ben.account, role: 'member' });
    await collect(atAda);
    story = {
      atAda,
      items: [...items].filter(([key]) => before.has(key)).map(([, item]) => item),
      undoing: [...items].filter(([key]) => !before.has(key)).map(([, item]) => item),
    };
  });

  const orders = (length: number) => fc.array(fc.nat(2 ** 30), { minLength: length, maxLength: length });
  const inOrder = (items: readonly Item[], keys: readonly number[]): Item[] =>
    items
      .map((item, i) => [keys[i] ?? 0, item] as const)
      .sort(([a], [b]) => a - b)
      .map(([, item]) => item);

  for (const isUndone of [false, true])
    test(`ends the same at all, in whatever order things come, the removal ${isUndone ? 'undone' : 'standing'}`, async () => {
      const all = isUndone ? [...story.items, ...story.undoing] : story.items;
      await fc.assert(
        fc.asyncProperty(fc.array(orders(all.length), { minLength: 3, maxLength: 3 }), async (keys) => {
          const holders = await Promise.all(keys.map(() => openEmpty(story.atAda)));
          for (const [i, holder] of holders.entries()) await deliver(holder, inOrder(all, keys[i] ?? []));
          await askAround(...holders);
          // What was let go of behind a cutoff is asked for again.
          for (const holder of holders) for (let turn = 0; turn < 3; turn++) await catchUp(holder, all);
          await askAround(...holders);
          const [first, ...others] = holders as [Holder, Holder, Holder];
          for (const other of others) {
            expect(viewOf(other)).toEqual(viewOf(first));
            expect(await wordsOf(other)).toEqual(await wordsOf(first));
          }
        }),
        { numRuns: 40 },
      );
    });
});
