/** Journey 3: a week away, then back: mentions first, catching up channel by channel, nothing lost, nothing out of order. */
import type { Page } from 'playwright-core';
import { afterAll, describe, expect } from 'vitest';
import { type App, type Client, createApp, journey } from '../src/app.ts';
import { composer, createAccount, log, lookAt, press, see } from '../src/gestures.ts';
import { findFlaws } from '../src/looks.ts';
import { choose } from '../src/palette.ts';
import { createWorld, type Person, type RunningRelay, type World } from '../src/world.ts';

const CHANNELS = ['field', 'plans'] as const;
const ROUNDS = 15;

describe('journey 3: back after a week', () => {
  let world: World;
  let app: App;
  let relay: RunningRelay;
  let client: Client;
  let ada: Page;
  let ben: Person;
  let cleo: Person;
  afterAll(async () => {
    await app?.close();
    await world?.close();
  });

  const idsOf = async (person: Person, channel: string): Promise<string[]> =>
    (await person.call('message.list', { space: 'Lab', channel, limit: 500 })).map(({ id }) => id);

  const write = (person: Person, channel: string, text: string) =>
    person.call('message.send', { space: 'Lab', channel, text });

  journey('Ada reads everything, and leaves', async () => {
    world = await createWorld();
    relay = await world.relay();
    [ben, cleo] = [await world.person('Ben'), await world.person('Cleo')];
    await ben.call('space.create', { name: 'Lab', relay: [relay.address] });
    for (const name of CHANNELS) await ben.call('channel.create', { space: 'Lab', name });
    const { link } = await ben.call('invite.create', { space: 'Lab' });
    await cleo.call('space.join', { link });
    app = await createApp();
    client = await app.start('ada');
    ada = await app.open(client.address);
    await createAccount(ada, 'Ada');
    await lookAt(ada, link);
    await press(ada, 'Join');
    await composer(ada).waitFor();
    await write(ben, 'general', 'Have a good week, Ada');
    await see(ada, 'Have a good week, Ada');
    await ada.close();
    await client.stop();
  });

  journey('meanwhile the others write, apart for a while, and the relay dies and comes back', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      if (round === 5) {
        await relay.stop('SIGKILL');
        const listen = relay.address.replace(/\/p2p\/.*$/u, '');
        relay = await world.relay({ folder: relay.folder, listen });
      }
      if (round === 8) await cleo.call('sync.pause', {});
      for (const channel of CHANNELS) {
        await write(ben, channel, `Ben’s line ${round} in ${channel}`);
        await write(cleo, channel, `Cleo’s line ${round} in ${channel}`);
      }
      if (round === 9) await write(ben, 'plans', '@Ada can you bring the rope on Friday?');
      if (round === 11) await cleo.call('sync.resume', {});
    }
    await write(cleo, 'field', 'And the gloves, @Ada');
    for (const person of [ben, cleo]) {
      await person.call('sync.wait', { space: 'Lab', timeout: 30 });
      await person.until(
        async () => (await idsOf(person, 'field')).length === ROUNDS * 2 + 1,
        'all of field is there',
      );
    }
  });

  journey('back again: what asked for her comes first, then channel by channel', async () => {
    client = await app.start('ada');
    ada = await app.open(client.address);
    await composer(ada).waitFor();
    await choose(ada, 'Catch up');
    await ada.getByText('can you bring the rope on Friday?').first().waitFor();
    await ada.getByText('And the gloves,').first().waitFor();
    const pane = ada.locator('.pane');
    await expect
      .poll(() => pane.innerText(), { timeout: 30_000 })
      .toMatch(
        /can you bring the rope[\s\S]*31 unread messages · 1 mention of you[\s\S]*31 unread messages/u,
      );
    expect(await findFlaws(ada, 'journey-3-catch-up')).toEqual([]);
  });

  journey('the first unread one is shown among its neighbours, in the order that all see', async () => {
    await press(ada, 'First unread in plans');
    await log(ada).getByText('Ben’s line 0 in plans').waitFor();
    for (const channel of CHANNELS) {
      const place = ['--profile', 'ada', '--space', 'Lab', '--channel', channel];
      const printed = await app.command('message', 'list', ...place, '--limit', '500', '--json');
      const read = (JSON.parse(printed) as { id: string }[]).map(({ id }) => id);
      expect(read).toEqual(await idsOf(ben, channel));
      expect(read).toEqual(await idsOf(cleo, channel));
      expect(new Set(read).size).toBe(read.length);
    }
  });

  journey('and with one press everything is read, here and for good', async () => {
    await choose(ada, 'Catch up');
    await press(ada, 'Mark all as read');
    await ada.getByText('You have read everything.').waitFor();
    const unread = JSON.parse(await app.command('unread', 'list', '--profile', 'ada', '--json')) as {
      unread: number;
    }[];
    expect(unread.filter((one) => one.unread > 0)).toEqual([]);
    expect(app.complaints).toEqual([]);
  });
});
