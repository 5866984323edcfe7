/** Finding messages, in a real browser. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { idOf } from '../script.ts';
import { BROWSER_PATH } from './browser.ts';
import { useStage } from './stage.ts';

const LAB = [idOf('space-Lab'), idOf('Lab/general')] as const;
const say = (page: Page, text: string): Promise<void> =>
  page.evaluate(([space, channel, said]) => void window.peer.say(space, channel, 'Ben Okafor', said), [
    ...LAB,
    text,
  ] as const);
/** What somebody else does to a message that was there: `''` takes it away. */
const rewrite = (page: Page, before: string, after: string): Promise<void> =>
  page.evaluate(
    ([space, channel, old, text]) => {
      const all = window.peer.script.spaces
        .find(({ summary }) => summary.id === space)
        ?.messages.get(channel);
      const at = all?.findIndex((message) => message.text === old) ?? -1;
      const message = all?.[at];
      if (all === undefined || message === undefined) throw new Error(`no message ${old}`);
      all[at] = { ...message, text, ...(text === '' ? { deleted: true } : { edited: message.time }) };
      window.peer.emit({ type: 'changed', space, channel, messages: [all[at]] });
    },
    [...LAB, before, after] as const,
  );

const field = (page: Page) => page.getByRole('combobox', { name: 'Search messages' });
const results = (page: Page) => page.getByRole('listbox', { name: 'Results' }).getByRole('option');

describe.skipIf(BROWSER_PATH === undefined)('[A5] search (skipped without PLEXI_BROWSER)', () => {
  const openScene = useStage();
  const open = async (scene = 'busy', width = 1440): Promise<Page> => {
    const page = await openScene(scene, width);
    await page.getByLabel('Message to general').waitFor();
    await page.keyboard.press('Control+f');
    await field(page).waitFor();
    return page;
  };

  it('a shortcut, a few letters, Enter: there; Escape: back where one wrote', async () => {
    const page = await open();
    await page.keyboard.type('calibration');
    await results(page).first().waitFor();
    // On a slow machine the first letters have an answer of their own.
    await expect.poll(() => results(page).locator('mark').allTextContents()).toEqual(['calibration']);
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

  it('follows what arrives, is edited and is deleted, and moves nothing under who reads', async () => {
    const page = await open();
    await page.mouse.move(0, 0);
    await page.keyboard.type('brackish');
    await page.getByText('Nothing found.').waitFor();
    for (const text of ['brackish one', 'brackish two', 'brackish three']) await say(page, text);
    await results(page).nth(2).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    const active = results(page).and(page.locator('[aria-selected=true]'));
    expect(await active.locator('mark').count()).toBe(1);
    await active.filter({ hasText: 'brackish two' }).waitFor();

    await say(page, 'brackish four');
    const fresh = page.getByRole('button', { name: '1 new result' });
    await fresh.waitFor();
    expect(await results(page).count()).toBe(3);
    await rewrite(page, 'brackish three', 'fresh water');
    await results(page).filter({ hasText: 'three' }).waitFor({ state: 'detached' });
    await active.filter({ hasText: 'brackish two' }).waitFor();
    await rewrite(page, 'brackish two', '');
    await active.filter({ hasText: 'brackish one' }).waitFor();

    await fresh.click();
    await results(page).first().filter({ hasText: 'brackish four' }).waitFor();
    expect(await results(page).count()).toBe(2);
    expect(await field(page).evaluate((element) => element === document.activeElement)).toBe(true);
  });

  it('the shortcut comes back to the field with its words chosen', async () => {
    const page = await open();
    await page.keyboard.type('tide');
    await page.getByLabel('Message to general').focus();
    await page.keyboard.press('Control+f');
    await page.keyboard.type('salinity');
    expect(await field(page).inputValue()).toBe('salinity');
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
