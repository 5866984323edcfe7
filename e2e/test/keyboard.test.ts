/** From the first start to a first message, without a mouse. */
import type { Page } from 'playwright-core';
import { afterAll, expect } from 'vitest';
import { type App, createApp, journey } from '../src/app.ts';
import { confirmPhrase, heading, readPhrase, stands } from '../src/gestures.ts';

const MOST_TABS = 25;
const WORDS = 'Good morning, harbour';

let app: App | undefined;
afterAll(() => app?.close());

/** Tab until the focus is on what bears this name. */
const reach = async (page: Page, role: 'button' | 'textbox', name: string): Promise<void> => {
  const wanted = page.getByRole(role, { name, exact: true });
  await wanted.waitFor();
  for (let tabs = 0; tabs <= MOST_TABS; tabs++) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`no way by Tab to ${role} ${name}`);
};

const enter = async (page: Page, name: string): Promise<void> => {
  await reach(page, 'button', name);
  await page.keyboard.press('Enter');
};

/** Notes every state that a message of one's own shows, in order. */
const watchStates = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const seen: string[] = [];
    Object.assign(window, { seenStates: seen });
    const look = (): void => {
      for (const { dataset } of document.querySelectorAll<HTMLElement>('.delivery')) {
        const state = dataset['state'] ?? '';
        if (seen.at(-1) !== state) seen.push(state);
      }
    };
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true });
  });

journey('[D2] from start to first message by keyboard alone, in under a minute', async ({ annotate }) => {
  app = await createApp();
  const { address } = await app.start('ada');
  const since = performance.now();
  const page = await app.open(address);
  await enter(page, 'Create an account');
  await reach(page, 'textbox', 'Your name');
  await page.keyboard.type('Ada');
  await page.keyboard.press('Enter');
  const words = await readPhrase(page);
  expect(words).toHaveLength(24);
  await enter(page, 'I have written them down');
  await confirmPhrase(page, words, async (field, word) => {
    await reach(page, 'textbox', (await field.evaluate((input) => (input as HTMLInputElement).labels?.[0]?.textContent)) ?? '');
    await page.keyboard.type(word);
  });
  await page.keyboard.press('Enter');
  await heading(page, 'Hello, Ada').waitFor();
  await enter(page, 'Create a space');
  await reach(page, 'textbox', 'Name of the space');
  await page.keyboard.type('Lab');
  await page.keyboard.press('Enter');
  await heading(page, 'Nothing in general yet').waitFor();
  await watchStates(page);
  await reach(page, 'textbox', 'Message to general');
  await page.keyboard.type(WORDS);
  await page.keyboard.press('Enter');
  await stands(page, WORDS, 'On a relay');
  const seconds = (performance.now() - since) / 1000;
  expect(await page.evaluate(() => (window as unknown as { seenStates: string[] }).seenStates)).toEqual([
    'pending',
    'relay',
  ]);
  expect(app.complaints).toEqual([]);
  expect(seconds).toBeLessThan(60);
  await annotate(`from the address to a message on the relay: ${seconds.toFixed(1)} s`);
});
