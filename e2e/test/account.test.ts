/** An account that comes back from its phrase, and a profile that only its passphrase opens. */
import type { Page } from 'playwright-core';
import { afterAll, describe, expect } from 'vitest';
import { type App, createApp, journey } from '../src/app.ts';
import { createAccount, createSpace, heading, press } from '../src/gestures.ts';

describe('an account', () => {
  let app: App;
  let words: string[];
  let fingerprint: string;
  afterAll(() => app?.close());

  const readFingerprint = async (page: Page): Promise<string> => {
    await page.getByRole('button', { name: 'Show your account' }).click();
    const shown = await page.getByRole('dialog').locator('.mono').first().textContent();
    await page.keyboard.press('Escape');
    return shown ?? '';
  };
  const restore = async (page: Page, phrase: readonly string[]): Promise<void> => {
    await page.getByLabel('Recovery phrase').fill(phrase.join(' '));
    await press(page, 'Restore my account');
  };

  journey('a profile with a passphrase is locked when it starts again, and a wrong one does not open it', async () => {
    app = await createApp();
    const client = await app.start('ada');
    const page = await app.open(client.address);
    words = await createAccount(page, 'Ada', 'correct horse');
    await createSpace(page, 'Lab');
    fingerprint = await readFingerprint(page);
    expect(fingerprint).toMatch(/\S{4}/u);
    await page.close();
    await client.stop();
    const again = await app.start('ada');
    const locked = await app.open(again.address);
    await heading(locked, 'Welcome back').waitFor();
    expect(await locked.getByText('Lab').count()).toBe(0);
    await locked.getByLabel('Passphrase').fill('battery staple');
    await press(locked, 'Open');
    await locked.getByText('PASSPHRASE_WRONG').waitFor();
    await locked.getByLabel('Passphrase').fill('correct horse');
    await press(locked, 'Open');
    await heading(locked, 'Nothing in general yet').waitFor();
    await locked.close();
  });

  journey('a phrase that is none is refused in words, and the right one restores the same account', async () => {
    const client = await app.start('elsewhere');
    const page = await app.open(client.address);
    await press(page, 'I have a recovery phrase');
    await page.getByLabel('Your name').fill('Ada');
    await restore(page, words.slice(0, 23));
    await page.getByText('23 words of 24').waitFor();
    await restore(page, [...words.slice(0, 23), 'plexichat']);
    await page.getByText('Word 24, “plexichat”, is in no recovery phrase.').waitFor();
    // Every word is a known one, but the checksum is not that of twenty-four times the first.
    await restore(page, Array.from({ length: 24 }, () => 'abandon'));
    await page.getByText('PHRASE_INVALID').waitFor();
    await restore(page, words);
    await heading(page, 'Hello, Ada').waitFor();
    const { fingerprint: restored } = JSON.parse(
      await app.command('account', 'show', '--profile', 'elsewhere', '--json'),
    ) as { fingerprint: string };
    expect(restored).toBe(fingerprint);
    expect(app.complaints).toEqual([]);
  });
});
