/** What a person does with the interface, by what it says on the screen. */
import type { Locator, Page } from 'playwright-core';

/** Whoever uses a tab looks at it; those in the background draw seldom, and are slow to use. */
const lookAtTab = (page: Page): Promise<void> => page.bringToFront();

export const press = async (page: Page, name: string): Promise<void> => {
  await lookAtTab(page);
  await page.getByRole('button', { name, exact: true }).click();
};

export const heading = (page: Page, name: string | RegExp): Locator => page.getByRole('heading', { name });

export const log = (page: Page): Locator => page.getByRole('log');

export const composer = (page: Page): Locator => page.getByLabel('Message to general');

/** The canvas, once it can be written in. */
export const canvas = (page: Page): Locator =>
  page.getByRole('textbox', { name: 'Canvas of general' }).and(page.locator('[contenteditable=true]'));

export const say = async (page: Page, text: string): Promise<void> => {
  await lookAtTab(page);
  await composer(page).fill(text);
  await composer(page).press('Enter');
};

/** Waits until exactly these words stand in the timeline. */
export const see = (page: Page, text: string): Promise<void> =>
  log(page).getByText(text, { exact: true }).waitFor();

/** Waits until the own message `text` is where `where` says, as screen readers hear it [N5]. */
export const stands = (
  page: Page,
  text: string,
  where: 'Pending' | 'On a relay' | 'Delivered',
): Promise<void> =>
  log(page)
    .locator('[data-message]', { hasText: text })
    .getByText(new RegExp(`^${where}`, 'u'))
    .waitFor({ state: 'attached' });

/** Answers the questions after "I have written them down" from what was read. */
export const confirmPhrase = async (
  page: Page,
  words: readonly string[],
  type: (label: string, word: string) => Promise<void> = (label, word) =>
    page.getByLabel(label, { exact: true }).fill(word),
): Promise<void> => {
  await heading(page, 'Check what you wrote down').waitFor();
  for (const label of await page.locator('.field-label').allTextContents()) {
    const place = Number(/\d+/u.exec(label)?.[0]);
    await type(label, words[place - 1] ?? '');
  }
};

export const readPhrase = async (page: Page): Promise<string[]> => {
  await page.getByRole('button', { name: 'I have written them down' }).waitFor();
  return page.locator('.phrase-word').allTextContents();
};

export const choosePassphrase = async (page: Page, passphrase: string): Promise<void> => {
  await page.getByText('Ask for a passphrase').click();
  await page.getByLabel('Passphrase', { exact: true }).fill(passphrase);
  await page.getByLabel('The same again').fill(passphrase);
};

/** From the welcome to an account; gives its recovery phrase. */
export const createAccount = async (page: Page, name: string, passphrase?: string): Promise<string[]> => {
  await press(page, 'Create an account');
  await page.getByLabel('Your name').fill(name);
  if (passphrase !== undefined) await choosePassphrase(page, passphrase);
  await press(page, 'Continue');
  const words = await readPhrase(page);
  await press(page, 'I have written them down');
  await confirmPhrase(page, words);
  await press(page, 'Create my account');
  return words;
};

export const createSpace = async (page: Page, name: string): Promise<void> => {
  await press(page, 'Create a space');
  await page.getByLabel('Name of the space').fill(name);
  await press(page, 'Create the space');
  await heading(page, 'Nothing in general yet').waitFor();
};

/** Opens the dialog for inviting people; gives the link in it. */
export const openInvite = async (page: Page, space: string): Promise<string> => {
  await press(page, `${space}: menu`);
  await page.getByRole('menuitem', { name: 'Invite people' }).click();
  return page.getByLabel('Invite link').inputValue();
};

/** Pastes a link where one is asked for. */
export const lookAt = async (page: Page, link: string): Promise<void> => {
  await press(page, 'I have an invite link');
  await page.getByLabel('Invite link').fill(link);
  await press(page, 'Look at the invitation');
};

export const quit = async (page: Page, space: string): Promise<void> => {
  await press(page, `${space}: menu`);
  await page.getByRole('menuitem', { name: 'Quit PlexiChat' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Quit PlexiChat' }).click();
  await heading(page, 'PlexiChat has stopped').waitFor();
};

/** Waits until the canvas reads `text`. */
export const canvasReads = async (page: Page, text: string): Promise<void> => {
  await page.waitForFunction(
    (wanted) => document.querySelector<HTMLElement>('.canvas-text')?.textContent === wanted,
    text,
  );
};

/** How long a sheet may take to go before Escape is pressed again. */
const ESCAPE_MS = 5000;

/** Escape, until nothing is open over the page any more. */
export const closeSheets = async (page: Page): Promise<void> => {
  await lookAtTab(page);
  const open = page.getByRole('dialog').or(page.getByRole('alertdialog'));
  for (let left = await open.count(); left > 0; left = await open.count()) {
    await open.last().press('Escape');
    // A hint under the pointer goes first, and the sheet by the next one.
    await open
      .nth(left - 1)
      .waitFor({ state: 'detached', timeout: ESCAPE_MS })
      .catch(() => undefined);
  }
};
