/** A relay that goes, people who go, and what comes together again by itself. */
import { once } from 'node:events';
import type { Page } from 'playwright-core';
import { afterAll, describe, expect } from 'vitest';
import { type App, type Client, createApp, journey } from '../src/app.ts';
import {
  composer,
  createAccount,
  createSpace,
  heading,
  lookAt,
  openInvite,
  press,
  quit,
  say,
  see,
  stands,
} from '../src/gestures.ts';

describe('absence', () => {
  let app: App;
  let adaClient: Client;
  let benClient: Client;
  let ada: Page;
  let ben: Page;
  let link: string;
  const away = (page: Page) => page.getByText(/^The relay can’t be reached\. /u);
  afterAll(() => app?.close());

  journey('Ada and Ben share a space', async () => {
    app = await createApp();
    adaClient = await app.start('ada');
    benClient = await app.start('ben');
    ada = await app.open(adaClient.address);
    ben = await app.open(benClient.address);
    await createAccount(ada, 'Ada');
    await createAccount(ben, 'Ben');
    await createSpace(ada, 'Lab');
    link = await openInvite(ada, 'Lab');
    await ada.keyboard.press('Escape');
    await lookAt(ben, link);
    await press(ben, 'Join');
    await composer(ben).waitFor();
    await say(ada, 'Everybody here?');
    await see(ben, 'Everybody here?');
  });

  journey('without the relay two clients on one machine still talk, and it is said [N1] [N5]', async () => {
    await app.command('relay', 'stop');
    for (const page of [ada, ben]) await away(page).waitFor();
    await say(ada, 'No relay, and yet');
    await see(ben, 'No relay, and yet');
    await stands(ada, 'No relay, and yet', 'Delivered');
    await say(ben, 'I read you');
    await see(ada, 'I read you');
    await ada.getByText('You are connected to members directly').waitFor();
  });

  journey('alone and without a relay the composer works, and what is written is pending [N5]', async () => {
    const gone = once(benClient.process, 'exit');
    await quit(ben, 'Lab');
    await ben.close();
    await gone;
    await ada.getByText('You can go on writing').waitFor();
    await say(ada, 'To whom it may concern');
    await stands(ada, 'To whom it may concern', 'Pending');
    await ada.reload();
    await see(ada, 'To whom it may concern');
    await stands(ada, 'To whom it may concern', 'Pending');
  });

  journey('one client that starts again brings the relay back, and all catches up [N2]', async () => {
    benClient = await app.start('ben');
    ben = await app.open(benClient.address);
    await see(ben, 'To whom it may concern');
    await stands(ada, 'To whom it may concern', 'Delivered');
    for (const page of [ada, ben]) await away(page).waitFor({ state: 'detached' });
    await ada.getByText('Everything is on the relay').first().waitFor();
  });

  journey('joining while nobody is online waits, says so, and completes by itself [G9]', async () => {
    for (const page of [ada, ben]) await page.close();
    await Promise.all([adaClient.stop(), benClient.stop()]);
    const chenClient = await app.start('chen');
    const chen = await app.open(chenClient.address);
    await createAccount(chen, 'Chen');
    await lookAt(chen, link);
    await press(chen, 'Join');
    await heading(chen, 'Waiting for a member’s device').waitFor();
    expect(await composer(chen).count()).toBe(0);
    adaClient = await app.start('ada');
    await composer(chen).waitFor();
    await say(chen, 'In at last');
    ada = await app.open(adaClient.address);
    await see(ada, 'In at last');
    // A channel's history is shared with who comes later [K5].
    await see(chen, 'Everybody here?');
    expect(app.complaints).toEqual([]);
  });
});
