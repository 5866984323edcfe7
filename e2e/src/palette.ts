/** The command palette, by keyboard. */
import type { Page } from 'playwright-core';

const MOST_STEPS = 12;

/** Opens it, types what is wanted, goes to it and takes it. */
export const choose = async (page: Page, wanted: string): Promise<void> => {
  await page.bringToFront();
  await page.keyboard.press('Control+k');
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();
  await page.keyboard.type(wanted);
  const item = dialog.getByRole('menuitem', { name: wanted }).first();
  await item.waitFor();
  const isThere = (): Promise<boolean> => item.evaluate((it) => it.hasAttribute('data-focused'));
  for (let steps = 0; !(await isThere()) && steps < MOST_STEPS; steps++)
    await page.keyboard.press('ArrowDown');
  if (!(await isThere())) throw new Error(`no way by arrows to ${wanted}`);
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'detached' });
};
