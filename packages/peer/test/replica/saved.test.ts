/** [G5] A space is opened from what was saved of its final decisions. */
import type { Store } from '@plexi/storage';
import { describe, expect, test } from 'vitest';
import { verifyGovernance } from '../../src/space/verify-governance.ts';
import { channelId, copyAll, type Holder, lab, openHolder, primitives, viewOf } from '../space-story.ts';

const KIND = 'governance-saved';

/** A space with many decisions, most of them final; Ben has made some as well. */
const grown = async () => {
  const story = await lab();
  const { atAda, atBen } = story;
  for (let i = 0; i < 60; i++) await atAda.act({ type: 'channel.create', channel: channelId(`${i}`) });
  await copyAll(atAda, atBen);
  await atBen.act({ type: 'profile.describe' });
  await copyAll(atBen, atAda);
  const covers = [...(atAda.replica.governance()?.heads ?? [])];
  await atAda.act({ type: 'checkpoint.sign', covers, state: new Uint8Array(32) });
  await atAda.act({ type: 'channel.create', channel: channelId('later') });
  await atBen.act({ type: 'profile.describe' });
  await copyAll(atBen, atAda);
  return story;
};

/** The store, with a count of governance entries that are read of it. */
const counting = (store: Store, governance: string) => {
  const read = { entries: 0 };
  const counted: Store = {
    ...store,
    entries: async (space, log, from, bounds) => {
      const raws = await store.entries(space, log, from, bounds);
      if (log.channel === governance) read.entries += raws.length;
      return raws;
    },
  };
  return { counted, read };
};

const reopen = async (holder: Holder, store: Store = holder.store) => {
  const problems: string[] = [];
  const again = await openHolder(holder.who, holder.replica.space, {
    store,
    clock: holder.clock,
    problem: (code) => problems.push(code),
  });
  return { again, problems };
};

const governanceOf = ({ replica }: Holder) => {
  const governance = replica.governance();
  return { accepted: governance?.accepted, state: governance?.state, heads: governance?.heads };
};

const spoil = async ({ store, replica }: Holder, change: (bytes: Uint8Array) => Uint8Array) => {
  const bytes = (await store.record(replica.space, KIND, 'final')) as Uint8Array;
  const value = change(bytes);
  await store.commit([{ type: 'record', scope: replica.space, kind: KIND, key: 'final', value }]);
};

describe('[G5] opening a space', () => {
  test('reads and folds only what lies behind what was saved, and comes to the same', async () => {
    const { atAda, atBen, cleo } = await grown();
    const { counted, read } = counting(atAda.store, atAda.replica.channels.governance);
    const { again, problems } = await reopen(atAda, counted);
    // Of each of the two logs the last that was saved, and what came later.
    expect(read.entries).toBeLessThan(8);
    expect(problems).toEqual([]);
    expect(governanceOf(again)).toEqual(governanceOf(atAda));
    expect(viewOf(again)).toEqual(viewOf(atAda));
    await again.remove(cleo);
    await copyAll(again, atBen);
    expect(governanceOf(again)).toEqual(governanceOf(atBen));
    const verify = () => verifyGovernance({ primitives, replica: again.replica, now: () => again.clock.ms });
    expect(await verify()).toMatchObject({ sound: true, problems: [] });
  });

  test('goes through all decisions where what was saved is damaged or of another version, and says so', async () => {
    for (const change of [
      (bytes: Uint8Array) => bytes.subarray(0, bytes.length - 1),
      (bytes: Uint8Array) => bytes.with(1, 9),
    ]) {
      const { atAda } = await grown();
      await spoil(atAda, change);
      const { again, problems } = await reopen(atAda);
      expect(problems).toEqual(['GOVERNANCE_SAVED_INVALID']);
      expect(governanceOf(again)).toEqual(governanceOf(atAda));
      expect((await reopen(again)).problems).toEqual([]);
    }
  });

  test('what was saved and is not what follows is found by verifying, and not used again', async () => {
    const { atAda, ben } = await grown();
    const [ada, other] = [atAda.who.account, ben.account].map((id) => Buffer.from(id, 'hex'));
    // Whose acts they are: Ada's and Ben's, the other way round.
    await spoil(atAda, (bytes) => {
      const text = Buffer.from(bytes);
      const at = text.lastIndexOf(Buffer.concat([Buffer.from([0x58, 0x20]), ada as Buffer]));
      return new Uint8Array(
        Buffer.concat([text.subarray(0, at + 2), other as Buffer, text.subarray(at + 34)]),
      );
    });
    const { again, problems } = await reopen(atAda);
    expect(problems).toEqual([]);
    const verify = ({ replica, clock }: Holder) =>
      verifyGovernance({ primitives, replica, now: () => clock.ms });
    expect(await verify(again)).toMatchObject({
      sound: false,
      problems: [{ problem: 'the state in use is not what follows from the decisions' }],
    });
    const { again: anew } = await reopen(atAda);
    expect(await verify(anew)).toMatchObject({ sound: true });
    expect(governanceOf(anew)).toEqual(governanceOf(atAda));
  });
});
