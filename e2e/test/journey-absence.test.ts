/** Journey 3: a week away, then back: mentions first, catching up channel by channel, nothing lost, nothing out of order. */
import type { Page } from 'playwright-core';
import { afterAll, describe, expect } from 'vitest';
import { type App, type Client, createApp, journey } from '../src/app.ts';
import { composer, createAccount, log, lookAt, press, see } from '../src/gestures.ts';
import { findFlaws } from '../src/looks.ts';
import { choose } from '../src/palette.ts';
import { createWorld, type Person, type RunningRelay, type World } from '../src/world.ts';

const CHANNELS = ['general', 'plans'] as const;
const ROUNDS = 15;
/** With what is said in the rounds, far more than a page or a window holds. */
const EARLIER = 40;
/** In general: what Ada read before she left, the earlier lines, the rounds, and one more. */
const IN_GENERAL = 1 + EARLIER + ROUNDS * 2 + 1;

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

  const unreadOf = async (channel: string): Promise<{ unread: number; first?: string } | undefined> => {
    const printed = await app.command('unread', 'list', '--profile', 'ada', '--json');
    return (JSON.parse(printed) as { name: string; unread: number; first?: string }[]).find(
      ({ name }) => name === channel,
    );
  };

  const write = (person: Person, channel: string, text: string) =>
    person.call('message.send', { space: 'Lab', channel, text });

  journey('Ada reads everything, and leaves', async () => {
    world = await createWorld();
    relay = await world.relay();
    [ben, cleo] = [await world.person('Ben'), await world.person('Cleo')];
    await ben.call('space.create', { name: 'Lab', relay: [relay.address] });
    await ben.call('channel.create', { space: 'Lab', name: 'plans' });
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
    await expect.poll(() => unreadOf('general')).toBeUndefined();
    await ada.close();
    await client.stop();
  });

  journey('meanwhile the others write, apart for a while, and the relay dies and comes back', async () => {
    for (let line = 0; line < EARLIER; line++) await write(ben, 'general', `Ben’s earlier line ${line}`);
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
    await write(cleo, 'general', 'And the gloves, @Ada');
    for (const person of [ben, cleo]) {
      await person.call('sync.wait', { space: 'Lab', timeout: 30 });
      await person.until(
        async () => (await idsOf(person, 'general')).length === IN_GENERAL,
        'all of general is there',
      );
    }
  });

  const line = () => ada.locator('.message-slot', { has: ada.locator('.new-line') });
  /** The last message that can be read on the page now. */
  const lastInSight = (): Promise<string> =>
    log(ada).evaluate((list) => {
      const { bottom } = list.getBoundingClientRect();
      const shown = [...list.querySelectorAll<HTMLElement>('[data-message]')];
      const last = shown.findLast((element) => element.getBoundingClientRect().bottom <= bottom + 2);
      return last?.dataset['message'] ?? '';
    });
  journey('back again: general stands where she left off, and only what she sees is read', async () => {
    client = await app.start('ada');
    ada = await app.open(client.address);
    await composer(ada).waitFor();
    await ada.getByRole('button', { name: /new messages$/u }).waitFor();
    await line().getByText('Ben’s earlier line 0', { exact: true }).waitFor();
    const all = await idsOf(ben, 'general');
    expect(await findFlaws(ada, 'journey-3-first-unread')).toEqual([]);
    await log(ada).hover();
    const below = ada.getByRole('button', { name: /new messages$/u });
    let seen = 0;
    for (let rows = 0; rows <= EARLIER; rows = seen) {
      await ada.mouse.wheel(0, 300);
      await expect.poll(async () => all.indexOf(await lastInSight())).toBeGreaterThan(seen);
      const waits = async (): Promise<number> => {
        seen = all.indexOf(await lastInSight());
        return Number.parseInt(await below.innerText(), 10) - (all.length - 1 - seen);
      };
      await expect.poll(waits).toBe(0);
    }
    // Half way she goes elsewhere, and what she did not see still waits, each of it.
    await choose(ada, 'Catch up');
    const pane = ada.locator('.pane');
    await expect.poll(async () => all.indexOf((await unreadOf('general'))?.first ?? '')).toBe(seen + 1);
    expect((await unreadOf('general'))?.unread).toBe(all.length - 1 - seen);
    await ada.getByText('can you bring the rope on Friday?').first().waitFor();
    await ada.getByText('And the gloves,').first().waitFor();
    await expect
      .poll(() => pane.innerText(), { timeout: 30_000 })
      .toMatch(/And the gloves[\s\S]*can you bring the rope[\s\S]*31 unread messages · 1 mention of you/u);
    expect(await findFlaws(ada, 'journey-3-catch-up')).toEqual([]);
  });

  journey('the first unread one is shown among its neighbours, in the order that all see', async () => {
    await press(ada, 'First unread in plans');
    await log(ada).getByText('Ben’s line 0 in plans').waitFor();
    const next = (await unreadOf('general'))?.first;
    await choose(ada, 'general');
    await line().locator(`[data-message="${next}"]`).waitFor();
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
