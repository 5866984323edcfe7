/**
 * Journey 1: from the first start to talking, with the network cut while somebody joins and while both write. The same account
 * restored from its phrase elsewhere, and behind a passphrase.
 */
import type { Page } from 'playwright-core';
import { afterAll, describe, expect } from 'vitest';
import { type App, type Client, createApp, journey } from '../src/app.ts';
import {
  choosePassphrase,
  closeSheets,
  confirmPhrase,
  createAccount,
  heading,
  lookAt,
  openInvite,
  press,
  readPhrase,
  say,
  see,
  stands,
} from '../src/gestures.ts';
import { enter, reach, watchStates } from '../src/keyboard.ts';
import { findFlaws } from '../src/looks.ts';

const WORDS = 'Good morning, harbour';

describe('an account', () => {
  let app: App;
  let ada: Page;
  let ben: Page;
  let elsewhere: Client;
  let phrase: readonly string[];
  afterAll(() => app?.close());

  const restore = async (page: Page, words: readonly string[]): Promise<void> => {
    await page.getByRole('textbox', { name: 'Recovery phrase' }).fill(words.join(' '));
    await press(page, 'Restore my account');
  };

  journey('from start to first message by keyboard alone, in under a minute', async ({ annotate }) => {
    app = await createApp();
    const { address } = await app.start('ada');
    const since = performance.now();
    ada = await app.open(address);
    await enter(ada, 'Create an account');
    await reach(ada, 'textbox', 'Your name');
    await ada.keyboard.type('Ada');
    await ada.keyboard.press('Enter');
    phrase = await readPhrase(ada);
    expect(phrase).toHaveLength(24);
    await enter(ada, 'I have written them down');
    await confirmPhrase(ada, phrase, async (label, word) => {
      await reach(ada, 'textbox', label);
      await ada.keyboard.type(word);
    });
    await ada.keyboard.press('Enter');
    await heading(ada, 'Hello, Ada').waitFor();
    await enter(ada, 'Create a space');
    await reach(ada, 'textbox', 'Name of the space');
    await ada.keyboard.type('Lab');
    await ada.keyboard.press('Enter');
    await heading(ada, 'Nothing in general yet').waitFor();
    const seenStates = await watchStates(ada);
    await reach(ada, 'textbox', 'Message to general');
    await ada.keyboard.type(WORDS);
    await ada.keyboard.press('Enter');
    await stands(ada, WORDS, 'On a relay');
    const seconds = (performance.now() - since) / 1000;
    expect(await seenStates()).toEqual(['pending', 'relay']);
    expect(seconds).toBeLessThan(60);
    await annotate(`from the address to a message on the relay: ${seconds.toFixed(1)} s`);
  });

  journey(
    'Ben sees who invites him, and joins while the network is cut: it completes by itself',
    async () => {
      const link = await openInvite(ada, 'Lab');
      await closeSheets(ada);
      ben = await app.open((await app.start('ben')).address);
      await createAccount(ben, 'Ben');
      await lookAt(ben, link);
      await heading(ben, 'Join Lab?').waitFor();
      await ben.getByText('Ada invites you').waitFor();
      expect(await findFlaws(ben, 'journey-1-invited')).toEqual([]);
      const mend = await app.cutRelay();
      await press(ben, 'Join');
      await press(ben, 'Not now');
      await heading(ben, 'Waiting for a member’s device').waitFor();
      await ada.getByText('The relay can’t be reached').first().waitFor();
      expect(await findFlaws(ben, 'journey-1-cut')).toEqual([]);
      await mend();
      await see(ben, WORDS);
    },
  );

  journey('what both write while the network is cut again arrives, each at the other', async () => {
    const mend = await app.cutRelay();
    await app.command('sync', 'pause', '--profile', 'ben');
    await say(ben, 'Good morning, Ada');
    await stands(ben, 'Good morning, Ada', 'Pending');
    await say(ada, 'Is somebody there?');
    await stands(ada, 'Is somebody there?', 'Pending');
    expect(await findFlaws(ben, 'journey-1-offline')).toEqual([]);
    await mend();
    await app.command('sync', 'resume', '--profile', 'ben');
    await see(ada, 'Good morning, Ada');
    await see(ben, 'Is somebody there?');
    await stands(ben, 'Good morning, Ada', 'Delivered');
    await stands(ada, 'Is somebody there?', 'Delivered');
    expect(await findFlaws(ben, 'journey-1-together')).toEqual([]);
  });

  journey('a phrase that is none is refused in words; the right one restores the same account', async () => {
    await ada.getByRole('button', { name: 'Show your account' }).click();
    const fingerprint = (await ada.getByRole('dialog').locator('.mono').first().textContent()) ?? '';
    expect(fingerprint).toMatch(/^[0-9a-f ]{40,}$/u);
    elsewhere = await app.start('elsewhere');
    const page = await app.open(elsewhere.address);
    await press(page, 'I have a recovery phrase');
    await page.getByLabel('Your name').fill('Ada');
    await choosePassphrase(page, 'correct horse');
    await restore(page, phrase.slice(0, 23));
    await page.getByText('23 words of 24').waitFor();
    await restore(page, [...phrase.slice(0, 23), 'plexichat']);
    await page.getByText('Word 24, “plexichat”, is in no recovery phrase.').waitFor();
    // Each is a word of the list, but their checksum is another.
    await restore(
      page,
      Array.from({ length: 24 }, () => 'abandon'),
    );
    await page.getByText('PHRASE_INVALID').waitFor();
    await restore(page, phrase);
    await heading(page, 'Hello, Ada').waitFor();
    const shown = await app.command('account', 'show', '--profile', 'elsewhere', '--json');
    expect(JSON.parse(shown)).toMatchObject({ fingerprint });
    await page.close();
  });

  journey('a profile with a passphrase starts locked, and a wrong one does not open it', async () => {
    await elsewhere.stop();
    elsewhere = await app.start('elsewhere');
    const page = await app.open(elsewhere.address);
    await heading(page, 'Welcome back').waitFor();
    await page.getByLabel('Passphrase').fill('battery staple');
    await press(page, 'Open');
    await page.getByText('PASSPHRASE_WRONG').waitFor();
    expect(await page.getByText('Ada').count()).toBe(0);
    await page.getByLabel('Passphrase').fill('correct horse');
    await press(page, 'Open');
    await heading(page, 'Hello, Ada').waitFor();
    expect(app.complaints).toEqual([]);
  });
});
