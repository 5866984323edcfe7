/** Finding messages, in a real browser. */
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { BROWSER_PATH, openStage, type Stage } from './browser.ts';

const field = (page: Page) => page.getByRole('combobox', { name: 'Search messages' });
const results = (page: Page) => page.getByRole('listbox', { name: 'Results' }).getByRole('option');

describe.skipIf(BROWSER_PATH === undefined)('[A5] search (skipped without PLEXI_BROWSER)', () => {
  let stage: Stage;
  const open = async (scene = 'busy', width = 1440): Promise<Page> => {
    const page = await stage.open(scene, width);
    await page.getByLabel('Message to general').waitFor();
    await page.keyboard.press('Control+f');
    await field(page).waitFor();
    return page;
  };
  beforeAll(async () => {
    stage = await openStage();
  }, 60_000);
  afterEach(async () => {
    expect(await stage.leave()).toEqual([]);
  });
  afterAll(() => stage.close());

  it('a shortcut, a few letters, Enter: there; Escape: back where one wrote', async () => {
    const page = await open();
    await page.keyboard.type('calibration');
    await results(page).first().waitFor();
    expect(await results(page).locator('mark').allTextContents()).toEqual(['calibration']);
    await page.getByText('1 message', { exact: true }).waitFor();
    await page.keyboard.press('Enter');
    await page
      .getByRole('log')
      .first()
      .getByText('does anyone still have the 2019 calibration sheet?')
      .waitFor();
    await field(page).focus();
    await page.keyboard.press('Escape');
    await field(page).waitFor({ state: 'detached' });
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('TEXTAREA');
  });

  it('arrows go through what is offered and what is found, further results included', async () => {
    const page = await open();
    await page.keyboard.type('earlier');
    await results(page).nth(24).waitFor();
    expect(await results(page).count()).toBe(25);
    for (let i = 0; i < 26; i++) await page.keyboard.press('ArrowDown');
    await results(page).nth(49).waitFor();
    const active = await field(page).getAttribute('aria-activedescendant');
    expect(await page.locator(`[id="${active}"]`).getAttribute('aria-selected')).toBe('true');
  });

  it('a person is completed, and filters at hand are words of the search', async () => {
    const page = await open();
    await page.keyboard.type('from:be');
    await page
      .getByRole('option', { name: /Ben Okafor/u })
      .first()
      .waitFor();
    await page.keyboard.press('Enter');
    expect(await field(page).inputValue()).toBe('from:"Ben Okafor" ');
    await page.keyboard.type('salinity');
    await page.getByRole('button', { name: 'With a link' }).click();
    expect(await field(page).inputValue()).toBe('from:"Ben Okafor" salinity has:link');
    await results(page).filter({ hasText: 'Depth 4.2 m' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Close' }).first().click();
    await page.keyboard.press('Control+f');
    await page.getByRole('option', { name: 'Search again for from:"Ben Okafor" salinity has:link' }).click();
    await results(page).filter({ hasText: 'Depth 4.2 m' }).waitFor();
  });

  it('says what is missing: nothing found, an index that grows, a date that is none', async () => {
    const page = await open();
    await page.keyboard.type('xylophone');
    await page.getByText('Nothing found.').waitFor();
    await page.getByText(/search all spaces/u).waitFor();
    await page.evaluate(() => {
      window.peer.script.indexed = { done: 84, total: 100 };
    });
    await field(page).fill('tide');
    await page.getByText(/Indexed 84 % of the messages on this device/u).waitFor();
    await field(page).fill('tide after:never');
    await page
      .getByText(/dates are 2026, 2026-03/u)
      .first()
      .waitFor();
    expect(await field(page).inputValue()).toBe('tide after:never');
  });
});
