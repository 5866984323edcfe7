/** Writing more than the disk has stored yet. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ChannelEvent, ChannelId } from '@plexi/protocol';
import type { Store } from '@plexi/storage';
import { expect, onTestFinished, test } from 'vitest';
import type { Space } from '../../src/space/space.ts';
import { openClient } from './open-client.ts';

const MESSAGES = 40;

/** A space of one's own on a disk that counts commits with messages, and refuses them while it is to. */
const alone = async () => {
  const disk = { commits: 0, refuses: false };
  const watched = (store: Store): Store => ({
    ...store,
    commit: async (writes) => {
      if (writes.some(({ type }) => type === 'messages')) {
        if (disk.refuses) throw new TypeError('the disk refuses');
        disk.commits++;
      }
      await store.commit(writes);
    },
  });
  const folder = await mkdtemp(path.join(tmpdir(), 'plexi-posting-'));
  const { client, close } = await openClient(folder, 'Ada', watched);
  onTestFinished(async () => {
    await close();
    await rm(folder, { recursive: true, force: true });
  });
  const space = await client.found({ name: 'Lab', relays: [] });
  const [channel] = Object.keys(space.governance().state.channels) as ChannelId[];
  if (channel === undefined) throw new TypeError('no channel');
  return { space, channel, disk };
};

const post = (text: string): ChannelEvent => ({ kind: 'post', text });

const texts = async (space: Space, channel: ChannelId): Promise<string[]> => {
  const page = await space.messages.page(channel, { limit: 100 });
  return page.map(({ text }) => text);
};

test('what is written while others are being stored shares a commit, each an entry of its own, in order', async () => {
  const { space, channel, disk } = await alone();
  const all = Array.from({ length: MESSAGES }, (_, i) => `message ${i}`);
  const written = await Promise.all(all.map((text) => space.write(channel, [post(text)])));
  expect(new Set(written.map(([entry]) => entry?.id)).size).toBe(MESSAGES);
  expect(written.flat().map(({ parsed }) => parsed.sequence)).toEqual(all.map((_, i) => i + 1));
  expect(await texts(space, channel)).toEqual(all);
  expect(disk.commits).toBeLessThan(4);
});

test('what cannot be written fails its own caller, and what the disk refuses all who shared the commit', async () => {
  const { space, channel, disk } = await alone();
  const wrong = { kind: 'canvas-version', name: 1.5 } as unknown as ChannelEvent;
  const results = await Promise.allSettled([
    space.write(channel, [post('before')]),
    space.write(channel, [wrong]),
    space.write(channel, [post('behind')]),
  ]);
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  disk.refuses = true;
  const refused = await Promise.allSettled(['one', 'two'].map((text) => space.write(channel, [post(text)])));
  expect(refused.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  disk.refuses = false;
  await space.write(channel, [post('again')]);
  expect(await texts(space, channel)).toEqual(['before', 'behind', 'again']);
});
