/** Being let in, in whatever order what it takes arrives at those who may. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Client } from '../../src/client/client.ts';
import type { Space } from '../../src/space/space.ts';
import { handOver, invite } from './between-clients.ts';
import { openClient } from './open-client.ts';

const person = async (name: string): Promise<Client> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'plexi-joining-'));
  const { client, close } = await openClient(folder, name);
  onTestFinished(async () => {
    await close();
    await rm(folder, { recursive: true, force: true });
  });
  return client;
};

/** Somebody who follows a link, and what they ask the space's members. */
const follow = async (link: string, name: string) => {
  const client = await person(name);
  const space = await client.join(link);
  const request = space.joining.request();
  if (request === undefined) throw new TypeError('nothing was asked');
  return { client, space, request };
};

const hasIn =
  (space: Space, { self }: Client) =>
  (): boolean =>
    space.keys.roster().includes(self.device);

test('[G9] a member lets in who asked before word of their invite had come', async () => {
  const ada = await person('Ada');
  const atAda = await ada.found({ name: 'Lab', relays: [] });
  const cleo = await follow(await invite(ada, atAda), 'Cleo');
  await atAda.admission.request(cleo.request);
  await expect.poll(hasIn(atAda, cleo.client), { interval: 10 }).toBe(true);
  await handOver(atAda, cleo.space);
  await expect.poll(() => cleo.space.summary().state, { interval: 10 }).toBe('ready');

  const ben = await follow(await invite(ada, atAda), 'Ben');
  await cleo.space.admission.request(ben.request);
  expect(hasIn(cleo.space, ben.client)()).toBe(false);
  await handOver(atAda, cleo.space);
  await expect.poll(hasIn(cleo.space, ben.client), { interval: 10 }).toBe(true);
  await handOver(cleo.space, ben.space);
  await expect.poll(() => ben.space.summary().state, { interval: 10 }).toBe('ready');
});

test('[G9] a link that is followed twice at a time leads to one space, not to two of the same that miss what the other stores', async () => {
  const ada = await person('Ada');
  const link = await invite(ada, await ada.found({ name: 'Lab', relays: [] }));
  const ben = await person('Ben');
  const [once, again] = await Promise.all([ben.join(link), ben.join(link)]);
  expect(once).toBe(again);
});

test('[G9] who is banned is told so, asks for nothing, and is let in once that is lifted', async () => {
  const ada = await person('Ada');
  const atAda = await ada.found({ name: 'Lab', relays: [] });
  const ben = await person('Ben');
  const first = await ben.join(await invite(ada, atAda));
  await atAda.admission.request(first.joining.request() ?? new Uint8Array());
  await expect.poll(hasIn(atAda, ben), { interval: 10 }).toBe(true);
  await handOver(atAda, first);
  await expect.poll(() => first.summary().state, { interval: 10 }).toBe('ready');
  const { account } = ben.self;
  await atAda.act({ type: 'member.remove', account, cutoffs: [], ban: 0 });
  await handOver(atAda, first);
  await expect.poll(() => first.summary().state, { interval: 10 }).toBe('removed');

  const space = await ben.join(await invite(ada, atAda));
  expect(space.summary().state).toBe('waiting');
  await handOver(atAda, space);
  await expect.poll(() => space.summary().problem?.code, { interval: 10 }).toBe('INVITE_BANNED');
  expect(space.joining.request()).toBeUndefined();
  await atAda.act({ type: 'member.unban', account });
  await handOver(atAda, space);
  await expect.poll(() => space.summary().state, { interval: 10 }).toBe('waiting');
  await atAda.admission.request(space.joining.request() ?? new Uint8Array());
  await expect.poll(hasIn(atAda, ben), { interval: 10 }).toBe(true);
  await handOver(atAda, space);
  await expect.poll(() => space.summary().state, { interval: 10 }).toBe('ready');
});

test('[K6] a node asks only where its invite is one for nodes, which governance says', async () => {
  const ada = await person('Ada');
  const atAda = await ada.found({ name: 'Lab', relays: [] });
  const node = await person('Atlas');
  const space = await node.join(await invite(ada, atAda), 'ai');
  expect(space.joining.request()).toBeUndefined();
  await handOver(atAda, space);
  await expect.poll(() => space.summary().problem?.code, { interval: 10 }).toBe('INVITE_OTHER_ROLE');
  expect(space.joining.request()).toBeUndefined();

  const again = await node.join(await invite(ada, atAda, 'ai'), 'ai');
  expect(again.joining.request()).toBeUndefined();
  await handOver(atAda, again);
  await expect.poll(() => again.joining.request() !== undefined, { interval: 10 }).toBe(true);
  expect(again.summary().state).toBe('waiting');
});

test('[G9] those who ask while others are let in share one commit to the key group', async () => {
  const ada = await person('Ada');
  const atAda = await ada.found({ name: 'Lab', relays: [] });
  const names = ['Ben', 'Cleo', 'Dan'];
  const joiners = [];
  for (const name of names) joiners.push(await follow(await invite(ada, atAda), name));
  const before = atAda.keys.epochNumber();

  const busy = Promise.withResolvers<void>();
  const letIn = atAda.replica.run(() => busy.promise);
  await Promise.all(joiners.map(({ request }) => atAda.admission.request(request)));
  // Behind the timers of their turns, which are set by now.
  setTimeout(busy.resolve, 1);
  await letIn;

  for (const { client } of joiners) await expect.poll(hasIn(atAda, client), { interval: 10 }).toBe(true);
  expect(atAda.keys.epochNumber()).toBe(before + 1);
  for (const { space } of joiners) {
    await handOver(atAda, space);
    await expect.poll(() => space.summary().state, { interval: 10 }).toBe('ready');
  }
});
