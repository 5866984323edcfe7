/** [A3] Moderation in one sitting: set in the admin panel, seen in the channel, decided in the panel, beside somebody who writes. */
import type { FrameLocator, Page } from 'playwright-core';
import { afterAll, describe, expect } from 'vitest';
import { type App, createApp, journey } from '../src/app.ts';
import { createAccount, log, see } from '../src/gestures.ts';
import { findFlaws } from '../src/looks.ts';
import { addPlugin, decide, openPanel, turnTo } from '../src/panel.ts';
import { createWorld, type Person, type World } from '../src/world.ts';

describe('moderation in the app', { timeout: 120_000 }, () => {
  let world: World;
  let app: App;
  let ben: Person;
  let ada: Page;
  let panel: FrameLocator;
  const place = { space: 'Lab', channel: 'general' } as const;
  afterAll(async () => {
    await app?.close();
    await world?.close();
  });

  journey('Ada has insults hidden until reviewed, in the panel, which says what that does', async () => {
    [world, app] = [await createWorld(), await createApp()];
    const relay = await world.relay();
    ada = await app.open((await app.start('ada')).address);
    await createAccount(ada, 'Ada');
    await app.command('space', 'create', '--name', 'Lab', '--relay', relay.address, '--profile', 'ada');
    await ada.getByRole('button', { name: 'Lab: menu' }).waitFor();
    const invite = await app.command('invite', 'create', '--space', 'Lab', '--json', '--profile', 'ada');
    ben = await world.person('Ben');
    await ben.call('space.join', { link: (JSON.parse(invite) as { link: string }).link });
    await addPlugin(ada, 'Admin', 'Lab');
    panel = await openPanel(ada, 'Admin');
    await turnTo(panel, 'Channels');
    expect(await findFlaws(ada, 'moderation-channels')).toEqual([]);
    await decide(panel, {
      button: /^Moderation…/u,
      fill: { 'Insults and rude words': 'Careful: hide until reviewed', 'Sexual words': 'Not looked for' },
      confirm: 'Set it',
      said: /^Set for/u,
    });
    await panel.getByText(/^Moderation hides until reviewed: .*Insults and rude words/u).waitFor();
    await ben.until(async () => (await ben.call('channel.policy', place)).hides, 'Ben hears of it');
  });

  journey('what Ben writes stands behind a notice; dismissed in the panel, it shows', async () => {
    const rude = 'You are a worthless piece of shit';
    await ben.call('message.send', { ...place, text: rude });
    await turnTo(panel, 'Reports');
    await panel.getByText(/sure, by its words or links/u).waitFor();
    expect(await findFlaws(ada, 'moderation-reports')).toEqual([]);
    await log(ada).getByText('Waits to be reviewed: Insults and rude words').waitFor();
    expect(await log(ada).getByText(rude).count()).toBe(0);
    await decide(panel, {
      button: /^Decide…/u,
      fill: { 'What comes of it': 'Nothing wrong with it' },
      confirm: 'Decide',
      said: /./u,
    });
    await see(ada, rude);
    await ben.until(
      async () => (await ben.call('message.list', place)).at(-1)?.withheld === undefined,
      'Ben sees it too',
    );
  });
});
