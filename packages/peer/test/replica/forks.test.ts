import { type Entry, isMarked, LIMITS, type LogRef } from '@plexi/protocol';
import { describe, expect, test } from 'vitest';
import { verifyGovernance } from '../../src/space/verify-governance.ts';
import {
  channelId,
  copyAll,
  deliver,
  type Holder,
  lab,
  openEmpty,
  openHolder,
  primitives,
  START_MS,
  toRaw,
  unsigned,
  viewOf,
} from '../space-story.ts';

/** Ada's device says two things at once, three entries each; Ben has the one, Cleo the other. */
const twoFaced = async () => {
  const story = await lab();
  const { atAda, atBen, atCleo } = story;
  const log = atAda.log();
  const chain = (words: readonly string[], after?: Entry): Entry[] => {
    const entries: Entry[] = [];
    for (const text of words) entries.push(atAda.draft(text, entries.at(-1) ?? after));
    return entries;
  };
  const [common] = chain(['hello']) as [Entry];
  const one = chain(['yes', 'yes 2', 'yes 3'], common);
  const other = chain(['no', 'no 2', 'no 3'], common);
  const give = (to: Holder, entries: readonly Entry[]) => to.replica.ingest(log, entries.map(toRaw));
  await give(atBen, [common, ...one]);
  await give(atCleo, [common, ...other]);
  return { ...story, log, common, one, other, give };
};

const proveAt = async (holder: Holder): Promise<void> => {
  for (const act of await holder.replica.forkProofs()) await holder.act(act);
};
const isMarkedAt = ({ replica }: Holder, log: LogRef, sequence: number): boolean => {
  const governance = replica.governance();
  return governance !== undefined && isMarked(governance, log, sequence);
};

describe('[L2] a device that wrote two histories', () => {
  test('is proved in governance by whoever holds both, from where they part, and its entries are marked', async () => {
    const { atBen, atCleo, atAda, log, other, give } = await twoFaced();
    // Only the last of the other branch comes: it shows that the histories part at or before it.
    const late = await give(atBen, other.slice(2));
    expect(late).toMatchObject({ refused: 'ENTRY_EQUIVOCATION', wantFrom: 1 });
    expect(await give(atBen, other)).toMatchObject({ refused: 'ENTRY_EQUIVOCATION', wantFrom: undefined });
    expect(await atBen.replica.forkProofs()).toHaveLength(1);
    await proveAt(atBen);
    expect(await atBen.replica.forkProofs()).toEqual([]);
    for (const holder of [atAda, atCleo]) await copyAll(atBen, holder);
    for (const holder of [atBen, atCleo])
      expect([1, 2, 3].map((sequence) => isMarkedAt(holder, log, sequence))).toEqual([false, true, true]);
    expect(await atCleo.replica.forkProofs()).toEqual([]);
    const again = await openHolder(atBen.who, atBen.replica.space, {
      store: atBen.store,
      clock: atBen.clock,
    });
    expect(await again.replica.forkProofs()).toEqual([]);
  });

  test('[L3] is proved too where only a later signature vouches for a branch', async () => {
    const { atBen, log, other } = await twoFaced();
    const [first, second] = other as [Entry, Entry];
    await atBen.replica.ingest(log, [unsigned(first), toRaw(second)]);
    await proveAt(atBen);
    expect(isMarkedAt(atBen, log, 2)).toBe(true);
  });

  test('counts on the branch that is named, to its end: whoever has the other one changes over, after a restart too', async () => {
    const { atAda, atBen, atCleo, log, common, one, other, give } = await twoFaced();
    await give(atBen, other);
    await proveAt(atBen);
    const last = one[1] as Entry;
    await copyAll(atBen, atAda);
    await atAda.act({ type: 'fork.settle', log, sequence: 3, id: last.id });
    await copyAll(atAda, atBen);
    const { governance } = atAda.replica.channels;
    await deliver(
      atCleo,
      (await atAda.items()).filter((item) => item.log.channel === governance),
    );
    expect(atBen.replica.stateOf(log).visible.sequence).toBe(3);
    // Cleo's branch is gone from her store.
    expect(atCleo.replica.stateOf(log).tip).toMatchObject({ sequence: 1, id: common.id });
    expect(atCleo.replica.branchesLacking().map((state) => state.log)).toEqual([log]);
    const cleos = await openHolder(atCleo.who, atCleo.replica.space, {
      store: atCleo.store,
      clock: atCleo.clock,
    });
    expect(cleos.replica.stateOf(log).tip.id).toBe(common.id);
    // What lies on the other branch is not taken again, and a part of the right one is held until it is whole.
    expect(await give(cleos, other)).toMatchObject({ accepted: 0 });
    expect(await give(cleos, one.slice(0, 1))).toMatchObject({ accepted: 0, wantFrom: 3 });
    await copyAll(atBen, cleos);
    const fresh = await openEmpty(atBen);
    await copyAll(atBen, fresh);
    for (const holder of [cleos, fresh]) {
      expect(viewOf(holder)).toEqual(viewOf(atBen));
      expect(isMarkedAt(holder, log, 2)).toBe(false);
      expect(holder.replica.branchesLacking()).toEqual([]);
    }
    expect(await fresh.texts()).toEqual(['hello', 'yes', 'yes 2']);
    expect(await give(atBen, one.slice(2))).toMatchObject({ accepted: 0 });
  });

  test('counts on neither where that is said', async () => {
    const { atAda, atBen, atCleo, log, common, other, give } = await twoFaced();
    await give(atBen, other);
    await proveAt(atBen);
    await copyAll(atBen, atAda);
    await atAda.act({ type: 'fork.settle', log, sequence: 1, id: common.id });
    for (const holder of [atBen, atCleo]) await copyAll(atAda, holder);
    expect(viewOf(atBen)).toEqual(viewOf(atCleo));
    expect(atBen.replica.stateOf(log).visible).toEqual({ sequence: 1, id: common.id });
  });

  test('[G7] in governance splits nobody: what honest people built on either is folded by all, after a restart too', async () => {
    const { atAda, atBen, atCleo } = await lab();
    const log = atBen.log(atBen.replica.channels.governance);
    const create = (name: string, after?: Entry) =>
      atBen.draftAct({ type: 'channel.create', channel: channelId(name) }, after);
    const [x, y] = [create('x'), create('y')];
    const [x2, y2] = [create('x2', x), create('y2', y)];
    const y3 = create('y3', y2);
    await atAda.replica.ingest(log, [x, x2].map(toRaw));
    await atCleo.replica.ingest(log, [y, y2, y3].map(toRaw));
    const ours = await atAda.act({ type: 'space.describe' });
    const theirs = await atCleo.act({ type: 'profile.describe' });
    const fromAda = await atAda.items();
    await copyAll(atCleo, atAda);
    await deliver(atCleo, fromAda);
    // The log that is here goes on as well.
    const x3 = create('x3', x2);
    for (const holder of [atAda, atCleo]) await holder.replica.ingest(log, [toRaw(x3)]);
    const again = await openHolder(atCleo.who, atCleo.replica.space, {
      store: atCleo.store,
      clock: atCleo.clock,
    });
    for (const { replica } of [atAda, atCleo, again]) {
      const governance = replica.governance();
      expect(governance?.waiting.size).toBe(0);
      expect(governance?.accepted).toEqual(expect.arrayContaining([ours.id, theirs.id]));
      for (const { id } of [x, x2, x3, y, y2, y3])
        expect(governance?.voided.get(id)).toBe('its device wrote two entries for one place');
      expect(governance?.state).toEqual(atAda.replica.governance()?.state);
      expect(await verifyGovernance({ primitives, replica, now: () => START_MS * 2 })).toMatchObject({
        sound: true,
        entries: governance?.record.order.length,
      });
    }
  });

  test('[L6] LIMITS.besideEntries: of other histories no more is kept', async () => {
    const { atAda, atBen } = await lab();
    const log = atBen.log(atBen.replica.channels.governance);
    const chain = (count: number, first: Entry): Entry[] => {
      const entries = [first];
      while (entries.length < count)
        entries.push(atBen.draftAct({ type: 'profile.describe' }, entries.at(-1)));
      return entries;
    };
    await atAda.replica.ingest(log, [toRaw(atBen.draftAct({ type: 'profile.describe' }))]);
    const other = chain(
      LIMITS.besideEntries + 1,
      atBen.draftAct({ type: 'channel.create', channel: channelId('y') }),
    ).map(toRaw);
    const { accepted } = await atAda.replica.ingest(log, other.slice(0, -1));
    expect(accepted).toBe(LIMITS.besideEntries);
    expect((await atAda.replica.ingest(log, other.slice(-1))).accepted).toBe(0);
  });
});
