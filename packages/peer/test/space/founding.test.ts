/** Founding on a disk that fails half-way, and letters that it refuses. */
import { expect, test } from 'vitest';
import type { Client } from '../../src/client/client.ts';
import { handOver, invite } from './between-clients.ts';
import { type FailingDevice, failingDevice } from './failing-device.ts';

/** Lets it fail at its first commit, at its second, and so on. Gives how often it failed until it did not. */
const failAtEach = async (
  ada: FailingDevice,
  found: (client: Client) => Promise<unknown>,
): Promise<number> => {
  const before = ada.client().spaces().length;
  for (let commits = 0; ; commits++) {
    ada.disk.left = commits;
    const failure = await found(ada.client()).then(
      () => undefined,
      (error: unknown) => error as { code?: string },
    );
    await ada.restart();
    if (failure === undefined) return commits;
    expect(failure.code).toBe('STORE_FAILED');
    expect(ada.client().spaces()).toHaveLength(before);
  }
};

test('[G9] a space whose founding the disk ends half-way is not there after a restart', async () => {
  const ada = await failingDevice('Ada');
  const failures = await failAtEach(ada, (client) => client.found({ name: 'Lab', relays: [] }));
  expect(failures).toBeGreaterThan(4);
  expect(
    ada
      .client()
      .spaces()
      .map((space) => space.summary()),
  ).toMatchObject([{ name: 'Lab', state: 'ready' }]);
});

test('[K3] neither is a private channel; one that was founded is there, and its people are told of it though the disk refused the letters', async () => {
  const [ada, bea] = [await failingDevice('Ada'), await failingDevice('Bea')];
  const lab = await ada.client().found({ name: 'Lab', relays: [] });
  const atBea = await bea.client().join(await invite(ada.client(), lab));
  await lab.admission.request(atBea.joining.request() ?? new Uint8Array());
  await expect.poll(() => lab.keys.roster().includes(bea.client().self.device), { interval: 10 }).toBe(true);
  await handOver(lab, atBea);
  await expect.poll(() => atBea.summary().state, { interval: 10 }).toBe('ready');
  await handOver(atBea, lab);

  const { account } = bea.client().self;
  const atAda = () => ada.client().space(lab.id) ?? lab;
  await failAtEach(ada, (client) => client.small.openChannel(atAda(), 'plans', [account]));
  const [plans, ...others] = ada.client().small.channelsOf(lab.id);
  expect(others).toEqual([]);
  expect(plans?.summary()).toMatchObject({ name: 'plans', state: 'ready' });
  await expect
    .poll(
      async () => {
        await handOver(atAda(), atBea);
        return bea.client().small.ids();
      },
      { interval: 50 },
    )
    .toEqual([plans?.id]);
});
