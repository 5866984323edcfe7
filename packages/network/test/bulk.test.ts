import { expect, test } from 'vitest';
import type { Channel } from '../src/index.ts';
import { codeOf, numbered, numberOf, person } from './story.ts';

const BULK = '/plexi/test-bulk/1';

/** A node with a second channel, and what came over it. */
const withBulk = async (name: string) => {
  const channels: Channel[] = [];
  const frames: number[] = [];
  let arrived = Promise.withResolvers<void>();
  const bulk = {
    protocols: [BULK],
    onChannel: (channel: Channel) => {
      channels.push(channel);
      channel.onFrame((frame) => {
        frames.push(numberOf(frame));
        arrived.resolve();
        arrived = Promise.withResolvers();
      });
    },
  };
  const node = await person(name, { bulk });
  const received = async (count: number): Promise<void> => {
    while (frames.length < count) await arrived.promise;
  };
  return { ...node, bulkChannels: channels, bulkFrames: frames, bulkReceived: received };
};

test('[N6] a second channel runs beside the first, on the same connection, whoever opens it', async () => {
  const [ada, ben] = await Promise.all([withBulk('ada'), withBulk('ben')]);
  expect(await codeOf(ada.network.openBulk(ben.device))).toBe('PEER_UNREACHABLE');
  const first = await ada.network.connect(ben.device, ben.network.addresses());
  const [one, other] = await Promise.all([
    ada.network.openBulk(ben.device),
    ada.network.openBulk(ben.device),
  ]);
  expect(one).toBe(other);
  expect(one.protocol).toBe(BULK);
  one.send(numbered(7));
  first.send(numbered(8));
  await Promise.all([ben.bulkReceived(1), ben.received(1)]);
  expect(ben.bulkFrames).toEqual([7]);
  expect(ben.frames.map(numberOf)).toEqual([8]);
  const back = await ben.network.openBulk(ada.device);
  back.send(numbered(9));
  await ada.bulkReceived(1);
  expect(ada.bulkFrames).toEqual([9]);
  expect(ada.network.connections()).toHaveLength(1);
});

test('what fills the second channel leaves the first one free', async () => {
  const [ada, ben] = await Promise.all([withBulk('ada'), withBulk('ben')]);
  const first = await ada.network.connect(ben.device, ben.network.addresses());
  const bulk = await ada.network.openBulk(ben.device);
  // Ben takes nothing more in: what Ada sends piles up.
  const stuck = Promise.withResolvers<void>();
  ben.bulkChannels[0]?.onFrame(() => stuck.promise);
  for (let i = 0; i < 8; i++) bulk.send(numbered(i, 1024 * 1024));
  first.send(numbered(1));
  await ben.received(1);
  expect(ben.frames.map(numberOf)).toEqual([1]);
  stuck.resolve();
});
