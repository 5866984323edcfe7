/** What leads to screens. */
import type { Page } from 'playwright-core';

export interface Screen {
  scene: string;
  /** From the scene's first page to the screen. */
  go?: (page: Page) => Promise<void>;
  /** Something that is there when the screen is. */
  sign: (page: Page) => ReturnType<Page['getByText']>;
}

export const press = (page: Page, name: string | RegExp) =>
  page.getByRole('button', { name, exact: true }).click();
/** What opens beside a channel stands in a menu where its head is narrow. */
export const openTool = async (page: Page, name: string): Promise<void> => {
  const more = page.getByRole('button', { name: 'More of this channel' });
  const tool = page.getByRole('button', { name, exact: true });
  await tool.or(more).first().waitFor();
  if (await tool.isVisible()) return tool.click();
  await more.click();
  await page.getByRole('menuitem', { name, exact: true }).click();
};
export const heading =
  (name: string | RegExp): Screen['sign'] =>
  (page) =>
    page.getByRole('heading', { name });
/** The menu is reached from the sidebar, which a narrow window shows on its own. */
export const choose = async (page: Page, item: string): Promise<void> => {
  await page.getByLabel('Message to general').waitFor();
  await page.keyboard.press('Control+k');
  await page
    .getByRole('searchbox')
    .or(page.getByPlaceholder(/Go to a channel/u))
    .fill(item);
  await page.getByRole('menuitem', { name: item }).first().click();
};
