/** Plugins as people use them: allowed in the settings, their panels opened beside the space. */
import type { FrameLocator, Page } from 'playwright-core';
import { press } from './gestures.ts';

/** Adds a plugin that comes with PlexiChat, and allows it in the space. */
export const addPlugin = async (page: Page, name: string, space: string): Promise<void> => {
  await press(page, 'Settings');
  await page.getByRole('tab', { name: 'Plugins' }).click();
  await press(page, `Add ${name}`);
  const card = page.getByRole('article', { name });
  await card.getByRole('button', { name: `Allow in ${space}` }).click();
  await card.getByText('Running').waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
};

export const openPanel = async (page: Page, name: string): Promise<FrameLocator> => {
  await page.bringToFront();
  const way = page.getByRole('list', { name: 'Panels of plugins' }).getByRole('button', { name });
  if ((await way.getAttribute('aria-expanded')) !== 'true') await way.click();
  return page.frameLocator(`iframe[title="Panel of ${name}"]`);
};

/** Shows a view of the admin panel. */
export const turnTo = async (panel: FrameLocator, view: string): Promise<void> => {
  await panel.getByRole('tab', { name: view, exact: true }).click();
  await panel.locator('#view:not([aria-busy]) h2').first().waitFor();
};

/** Presses a button of the panel, fills in what it asks, and confirms; resolves when the panel says `said`. */
export const decide = async (
  panel: FrameLocator,
  {
    button,
    fill = {},
    confirm,
    said,
  }: { button: string | RegExp; fill?: Record<string, string>; confirm: string; said: RegExp },
): Promise<void> => {
  await panel.getByRole('button', { name: button, exact: true }).click();
  const dialog = panel.getByRole('dialog');
  for (const [label, value] of Object.entries(fill)) {
    const field = dialog.getByLabel(label);
    if ((await field.evaluate((it) => it.tagName)) === 'SELECT') await field.selectOption({ label: value });
    else await field.fill(value);
  }
  await dialog.getByRole('button', { name: confirm, exact: true }).click();
  await panel.locator('#said').getByText(said).waitFor();
};
