import type { Entry } from '@plexi/protocol';
import { describe, expect, test } from 'vitest';
import { startSweeper } from '../../src/replica/sweeper.ts';
import { copyAll, GENERAL, type Holder, lab, openEmpty, openHolder, toRaw, viewOf } from '../space-story.ts';

const MINUTE = 60_000;
const retain = (holder: Holder, ms: number): Promise<Entry> =>
  holder.act({ type: 'channel.retain', channel: GENERAL, ms });
const bodies = async ({ store, replica }: Holder, of: Holder): Promise<boolean[]> => {
  const entries = await store.entries(replica.space, of.log(), 1, { limit: 99, maxBytes: 1e9 });
  return entries.map(({ body }) => body !== undefined);
};

describe('[L4] messages that disappear', () => {
  test('go by the time in force when they were written, at every holder, and others stay', async () => {
    const { atAda, atBen, cleo } = await lab();
    await atAda.post('before');
    atAda.clock.ms += MINUTE;
    await retain(atAda, 10 * MINUTE);
    await atAda.post('ten minutes');
    atAda.clock.ms += MINUTE;
    await retain(atAda, MINUTE);
    await atAda.post('one minute');
    atAda.clock.ms += MINUTE / 2;
    await retain(atAda, 0);
    await atAda.post('after');
    await copyAll(atAda, atBen);
    const everyone = [atAda, atBen];
    expect(await atBen.replica.sweep()).toBe(atAda.clock.ms + MINUTE / 2);
    expect(await atBen.texts()).toEqual(['before', 'ten minutes', 'one minute', 'after']);

    atAda.clock.ms += MINUTE;
    const gone: string[] = [];
    atBen.replica.onDisappeared(({ channel }) => gone.push(channel));
    const before = await atBen.store.spaceBytes(atBen.replica.space);
    for (const holder of everyone) {
      await holder.replica.sweep();
      expect(await holder.texts()).toEqual(['before', 'ten minutes', 'after']);
      expect(await bodies(holder, atAda)).toEqual([true, true, false, true]);
    }
    expect(gone).toEqual([GENERAL]);
    expect(await atBen.store.spaceBytes(atBen.replica.space)).toBeLessThan(before);

    // Who was away, or comes only now, gets what is left; what went for that reason is not missing.
    const atCleo = await openEmpty(atAda, cleo);
    await copyAll(atBen, atCleo);
    expect(await atCleo.texts()).toEqual(['before', 'ten minutes', 'after']);
    expect(atCleo.replica.missing.size).toBe(0);

    atAda.clock.ms += 20 * MINUTE;
    for (const holder of [...everyone, atCleo]) {
      expect(await holder.replica.sweep()).toBeUndefined();
      expect(await holder.texts()).toEqual(['before', 'after']);
    }
    expect(viewOf(atCleo)).toEqual(viewOf(atAda));
  });

  test('are let go on arrival by who was away, although the sender still has them', async () => {
    const { atAda, atBen } = await lab();
    await retain(atAda, MINUTE);
    const words = await atAda.post('short-lived');
    await copyAll(atAda, atBen);
    const late = await openHolder(atBen.who, atBen.replica.space, {
      clock: { ms: atAda.clock.ms + 9 * MINUTE },
    });
    await copyAll(atAda, late);
    expect(await late.texts()).toEqual([]);
    expect(await bodies(late, atAda)).toEqual([false]);
    await late.replica.ingest(atAda.log(), [toRaw(words)]);
    expect(await bodies(late, atAda)).toEqual([false]);
  });

  test('an early body-less one is missing until its time, and then no more', async () => {
    const { atAda, atBen } = await lab();
    await retain(atAda, 60 * MINUTE);
    const words = await atAda.post('still valid');
    const items = await atAda.items();
    for (const { log, raw } of items)
      await atBen.replica.ingest(log, [log.channel === GENERAL ? { ...raw, body: undefined } : raw]);
    expect(atBen.replica.missing.size).toBe(1);
    atBen.clock.ms += 61 * MINUTE;
    await atBen.replica.sweep();
    expect(atBen.replica.missing.size).toBe(0);
    await atBen.replica.ingest(atAda.log(), [toRaw(words)]);
    expect(await atBen.texts()).toEqual([]);
  });

  test('only its creator or an admin sets the time', async () => {
    const { atAda, atBen } = await lab();
    await retain(atBen, MINUTE);
    await copyAll(atBen, atAda);
    expect(atAda.replica.governance()?.state.channels[GENERAL]?.retention).toBeUndefined();
  });

  test('cost what is due: a sweep of a long history reads none of it again', async () => {
    const { atAda } = await lab();
    for (let i = 0; i < 300; i++) await atAda.post(`number ${i}`);
    await retain(atAda, MINUTE);
    for (let i = 0; i < 300; i++) await atAda.post(`passing ${i}`);
    atAda.clock.ms += 2 * MINUTE;
    let reads = 0;
    const counted = { ...atAda.store };
    counted.entries = (...args) => {
      reads++;
      return atAda.store.entries(...args);
    };
    const again = await openHolder(atAda.who, atAda.replica.space, { store: counted, clock: atAda.clock });
    await again.replica.sweep();
    expect(await again.texts()).toHaveLength(300);
    reads = 0;
    await again.replica.sweep();
    expect(reads).toBe(0);
    await again.post('one more');
    reads = 0;
    await again.replica.sweep();
    expect(reads).toBeLessThan(3);
  });

  test('a sweeper wakes for what came since it went to sleep', async () => {
    const { atAda } = await lab();
    const clock = { ms: Date.now() };
    const holder = await openHolder(atAda.who, atAda.replica.space, { store: atAda.store, clock });
    const sweeper = startSweeper(holder.replica, Date.now, (error) => {
      throw error;
    });
    await retain(holder, 50);
    const gone = new Promise((resolve) => holder.replica.onDisappeared(resolve));
    await holder.post('gone in a moment');
    clock.ms += 1000;
    expect(await gone).toEqual({ channel: GENERAL });
    expect(await holder.texts()).toEqual([]);
    sweeper.close();
  });
});
