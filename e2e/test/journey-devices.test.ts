/** Journey 5: a second computer; the first is lost; one action makes it harmless [G8]. */
import type { Page } from 'playwright-core';
import { afterAll, describe, expect } from 'vitest';
import { type App, createApp, journey } from '../src/app.ts';
import {
  closeSheets,
  composer,
  createAccount,
  createSpace,
  heading,
  log,
  press,
  say,
  see,
  stands,
} from '../src/gestures.ts';
import { findFlaws } from '../src/looks.ts';
import { choose } from '../src/palette.ts';

describe('journey 5: a second computer, and a lost one', () => {
  let app: App;
  let ada: Page;
  let laptop: Page;
  let phrase: readonly string[];
  afterAll(() => app?.close());

  const openDevices = async (page: Page): Promise<void> => {
    await page.getByRole('button', { name: /Show your account$/u }).click();
    await heading(page, 'Your computers').waitFor();
  };

  journey('on the first, she makes a link for another one', async () => {
    app = await createApp();
    ada = await app.open((await app.start('ada')).address);
    phrase = await createAccount(ada, 'Ada');
    await createSpace(ada, 'Lab');
    await say(ada, 'Written on the first computer');
    await stands(ada, 'Written on the first computer', 'On a relay');
    await openDevices(ada);
    await press(ada, 'Add a computer');
    await ada.getByLabel('Device link').waitFor();
    expect(await findFlaws(ada, 'journey-5-add')).toEqual([]);
  });

  journey('on the second, phrase and link bring everything, while the relay comes and goes', async () => {
    const link = await ada.getByLabel('Device link').inputValue();
    await closeSheets(ada);
    laptop = await app.open((await app.start('laptop')).address);
    await press(laptop, 'I have a recovery phrase');
    await laptop.getByRole('textbox', { name: 'Recovery phrase' }).fill(phrase.join(' '));
    await laptop.getByLabel('Your name').fill('Ada');
    await press(laptop, 'Restore my account');
    await press(laptop, 'I have an invite link');
    await laptop.getByLabel('Invite link').fill(link);
    await press(laptop, 'Look at the invitation');
    await composer(laptop).waitFor();
    await see(laptop, 'Written on the first computer');
    await choose(laptop, 'Work offline');
    await say(ada, 'While the second was in a tunnel');
    await press(laptop, 'Go online');
    await see(laptop, 'While the second was in a tunnel');
  });

  journey('the first is lost: from the second she puts it out of everything in one action', async () => {
    await openDevices(laptop);
    await laptop.getByRole('button', { name: /^I lost it/u }).click();
    await heading(laptop, 'Put this computer out?').waitFor();
    expect(await findFlaws(laptop, 'journey-5-lost')).toEqual([]);
    await laptop.getByRole('alertdialog').getByRole('button', { name: 'I lost it' }).click();
    await laptop.getByText('Put out of one space').first().waitFor();
    await closeSheets(laptop);
    await ada.getByText('You were removed from this space').first().waitFor();
    await say(laptop, 'Only this computer reads this');
    await stands(laptop, 'Only this computer reads this', 'On a relay');
    expect(await log(ada).getByText('Only this computer reads this').count()).toBe(0);
    expect(app.complaints).toEqual([]);
  });
});
