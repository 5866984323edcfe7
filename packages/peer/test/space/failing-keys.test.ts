/** A disk that refuses one commit in the middle of what changes keys: nothing of them is lost, here or for others. */
import type { ChannelId } from '@plexi/protocol';
import { expect, test } from 'vitest';
import type { Client } from '../../src/client/client.ts';
import type { Space } from '../../src/space/space.ts';
import { handOver, invite } from './between-clients.ts';
import { type FailingDevice, failingDevice } from './failing-device.ts';

const general = (space: Space): ChannelId => Object.keys(space.governance().state.channels)[0] as ChannelId;

const say = (space: Space, text: string): Promise<unknown> =>
  space.write(general(space), [{ kind: 'post', text, extras: {} }]);

const texts = async (space: Space): Promise<string[]> =>
  (await space.messages.page(general(space), { limit: 50 })).map(({ text }) => text);

/** Somebody who has a link, and whose `commits`th commit from then on is refused. */
const follow = async (
  link: string,
  commits: number,
): Promise<{ bea: FailingDevice; space: Space; request: Uint8Array }> => {
  const bea = await failingDevice('Bea');
  const space = await bea.client().join(link);
  bea.disk.refusals = 1;
  bea.disk.left = commits;
  return { bea, space, request: space.joining.request() ?? new Uint8Array() };
};

const atOf = ({ client }: FailingDevice, { id }: Space): Space => {
  const space = client().space(id);
  if (space === undefined) throw new TypeError('the space is gone');
  return space;
};

const isIn = (space: Space, { self }: Client): boolean => space.keys.roster().includes(self.device);

test('[K3] whoever comes in reads everything, whatever commit of theirs the disk refused, before a restart and after', async () => {
  const ada = await failingDevice('Ada');
  const lab = await ada.client().found({ name: 'Lab', relays: [] });
  await say(lab, 'before');
  for (let commits = 0, failed = true; failed; commits++) {
    const { bea, space, request } = await follow(await invite(ada.client(), lab), commits);
    await lab.admission.request(request);
    await expect.poll(() => isIn(lab, bea.client()), { interval: 5 }).toBe(true);
    const said = `after ${commits}`;
    await say(lab, said);
    // Whom the disk lets down hears it again, from the next who has it.
    await handOver(lab, space).catch(() => undefined);
    await handOver(lab, space);
    failed = bea.disk.refusals === 0;
    await bea.restart();
    await expect.poll(() => atOf(bea, lab).summary().state, { interval: 5 }).toBe('ready');
    await expect.poll(() => texts(atOf(bea, lab)), { interval: 5 }).toContain(said);
    expect(await texts(atOf(bea, lab))).toContain('before');
  }
});

test('[K3] who lets somebody in writes under no epoch that the disk refused', async () => {
  for (let commits = 0, failed = true; failed; commits++) {
    const ada = await failingDevice('Ada');
    const lab = await ada.client().found({ name: 'Lab', relays: [] });
    const { bea, space, request } = await follow(await invite(ada.client(), lab), Number.POSITIVE_INFINITY);
    ada.disk.refusals = 1;
    ada.disk.left = commits;
    await lab.admission.request(request).catch(() => undefined);
    await say(lab, 'in between').catch(() => undefined);
    // Whoever is not let in asks again.
    const asked = async (): Promise<boolean> => {
      await lab.admission.request(request).catch(() => undefined);
      return isIn(lab, bea.client());
    };
    await expect.poll(asked, { interval: 20 }).toBe(true);
    failed = ada.disk.refusals === 0;
    ada.disk.left = Number.POSITIVE_INFINITY;
    await say(lab, 'after');
    await handOver(lab, space);
    await expect.poll(() => space.summary().state, { interval: 5 }).toBe('ready');
    await expect.poll(() => texts(space), { interval: 5 }).toContain('after');
  }
});
