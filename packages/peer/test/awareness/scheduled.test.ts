import { type ChannelId, LIMITS, plexiError, type SpaceId } from '@plexi/protocol';
import { openMemoryStore } from '@plexi/storage/memory';
import { expect, test } from 'vitest';
import { openSchedule, type ScheduledMessage } from '../../src/awareness/scheduled.ts';
import { primitives } from '../people.ts';

const place = { space: 'ab'.repeat(32) as SpaceId, channel: 'cd'.repeat(32) as ChannelId };
const NOON = 1_800_000_000_000;

const openAt = async (nowMs: number, store = openMemoryStore(), fails = false) => {
  const sent: string[] = [];
  const { promise: tried, resolve } = Promise.withResolvers<void>();
  const schedule = await openSchedule({
    primitives,
    store,
    now: () => nowMs,
    send: async (_: ScheduledMessage, text, writes) => {
      if (fails) throw plexiError('REMOVED_FROM_SPACE');
      await store.commit(writes);
      sent.push(text);
    },
    changed: () => resolve(),
  });
  return { schedule, sent, store, tried };
};

test('a scheduled message survives the end of the program and is sent once', async () => {
  const first = await openAt(NOON);
  await first.schedule.add({ ...place, text: 'tea', at: NOON + 60_000 });
  await first.schedule.close();
  const second = await openAt(NOON + 61_000, first.store);
  second.schedule.check();
  await second.tried;
  await second.schedule.close();
  const third = await openAt(NOON + 62_000, first.store);
  third.schedule.check();
  await third.schedule.close();
  expect([second.sent, third.sent, third.schedule.list()]).toEqual([['tea'], [], []]);
});

test('one that cannot be sent says why, and waits', async () => {
  const { schedule, tried } = await openAt(NOON, openMemoryStore(), true);
  await schedule.add({ ...place, text: 'tea', at: NOON - 1 });
  await tried;
  schedule.check();
  await schedule.close();
  expect(schedule.list()).toMatchObject([{ text: 'tea', problem: 'REMOVED_FROM_SPACE' }]);
});

test('LIMITS.scheduledMessages: so many wait on a device, and no more', async () => {
  const { schedule } = await openAt(NOON);
  for (let i = 0; i < LIMITS.scheduledMessages; i++)
    await schedule.add({ ...place, text: `${i}`, at: NOON + 60_000 });
  await expect(schedule.add({ ...place, text: 'more', at: NOON + 60_000 })).rejects.toMatchObject({
    code: 'TOO_LARGE',
  });
  await schedule.close();
});
