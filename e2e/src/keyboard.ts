/** A person who uses no mouse. */
import type { Page } from 'playwright-core';

const MOST_TABS = 25;

/** Tab until the focus is on what bears this name. */
export const reach = async (page: Page, role: 'button' | 'textbox', name: string): Promise<void> => {
  const wanted = page.getByRole(role, { name, exact: true });
  await wanted.waitFor();
  for (let tabs = 0; tabs <= MOST_TABS; tabs++) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`no way by Tab to ${role} ${name}`);
};

export const enter = async (page: Page, name: string): Promise<void> => {
  await reach(page, 'button', name);
  await page.keyboard.press('Enter');
};

/** From now on notes every state that a message of one's own shows; gives those so far, in order. */
export const watchStates = async (page: Page): Promise<() => Promise<string[]>> => {
  const seen = await page.evaluateHandle(() => {
    const states: string[] = [];
    const look = (): void => {
      for (const { dataset } of document.querySelectorAll<HTMLElement>('.delivery')) {
        const state = dataset['state'] ?? '';
        if (states.at(-1) !== state) states.push(state);
      }
    };
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true });
    return states;
  });
  return () => seen.jsonValue();
};
