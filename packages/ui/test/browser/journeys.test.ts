import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { idOf, PHRASE } from '../script.ts';
import { BROWSER_PATH } from './browser.ts';
import { useStage } from './stage.ts';

const LAB = idOf('space-Lab');
const GENERAL = idOf('Lab/general');
const words = PHRASE.split(' ');

const say = (page: Page, text: string) =>
  page.evaluate(([space, channel, said]) => void window.peer.say(space, channel, 'Ben Okafor', said), [
    LAB,
    GENERAL,
    text,
  ] as const);
const composer = (page: Page) => page.getByLabel('Message to general');
const log = (page: Page) => page.getByRole('log');
const message = (page: Page, text: string) => log(page).getByText(text, { exact: true });

describe.skipIf(BROWSER_PATH === undefined)('journeys (skipped without PLEXI_BROWSER)', () => {
  const open = useStage();

  it('from start to first message by keyboard alone', async () => {
    const page = await open('start');
    const type = (text: string) => page.keyboard.type(text);
    const key = (name: string) => page.keyboard.press(name);
    const tabTo = async (name: string): Promise<void> => {
      const isThere = () => page.evaluate((wanted) => document.activeElement?.textContent === wanted, name);
      for (let stop = 0; stop < 12 && !(await isThere()); stop++) await key('Tab');
      expect(await isThere()).toBe(true);
    };
    await page.getByRole('heading', { name: 'Welcome to PlexiChat' }).waitFor();
    await tabTo('Create an account');
    await key('Enter');
    await page.getByLabel('Your name').waitFor();
    await type('Ada');
    await key('Enter');
    await page.getByText('sausage').first().waitFor();
    await tabTo('I have written them down');
    await key('Enter');
    await page.getByRole('heading', { name: 'Check what you wrote down' }).waitFor();
    const labels = await page.locator('.field-label').allTextContents();
    for (const [index, label] of labels.entries()) {
      const place = Number(/\d+/u.exec(label)?.[0]);
      await type(index === 0 ? ` ${words[place - 1]?.toUpperCase()} ` : (words[place - 1] ?? ''));
      await key(index === labels.length - 1 ? 'Enter' : 'Tab');
    }
    await page.getByRole('heading', { name: 'Hello, Ada' }).waitFor();
    await tabTo('Create a space');
    await key('Enter');
    await page.getByLabel('Name of the space').waitFor();
    await type('Lab');
    await key('Enter');
    await page.getByRole('heading', { name: 'Nothing in general yet' }).waitFor();
    await type('Hello, world');
    await key('Enter');
    await message(page, 'Hello, world').waitFor();
    await page.getByText('On a relay', { exact: true }).waitFor({ state: 'attached' });
  });

  it('names that can be taken for others are marked wherever one chooses by them', async () => {
    const page = await open('disguised');
    const marked = (scope: Locator, name: string) => scope.getByText(`Looks like “${name}”`).first();
    const sidebar = page.getByRole('navigation', { name: 'Channels of Harbour Lab' });
    await marked(sidebar, 'general').waitFor({ state: 'attached' });
    await page.getByRole('button', { name: /^Harb\u043eur Lab.*Harbour Lab/u }).waitFor();
    await composer(page).fill('@b');
    await marked(page.getByRole('listbox'), 'Ben Okafor').waitFor({ state: 'attached' });
    await composer(page).fill('#gen');
    await marked(page.getByRole('listbox'), 'general').waitFor({ state: 'attached' });
    await composer(page).fill('');
    await page.keyboard.press('ControlOrMeta+k');
    await page.keyboard.type('genera');
    await marked(page.getByRole('dialog'), 'general').waitFor({ state: 'attached' });
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /request/u }).click();
    await marked(page.getByRole('dialog'), 'Noor').waitFor();
    expect(await page.getByText('Looks like “boat-rota”').count()).toBe(0);
  });

  it('shows an own message at once as pending, then where it is [N5]', async () => {
    const page = await open('busy');
    await composer(page).fill('on its way');
    await page.keyboard.press('Enter');
    const row = log(page).locator('[data-message]', { hasText: 'on its way' });
    await row.waitFor();
    expect(await row.getByText(/^Pending/u).count()).toBe(1);
    await row.getByText('On a relay').waitFor({ state: 'attached' });
    expect(await log(page).getByText('on its way', { exact: true }).count()).toBe(1);
  });

  it("keeps the reader's place when older messages come in above and new ones below", async () => {
    const page = await open('busy');
    await message(page, 'Found it, thank you.').waitFor();
    const topOf = (text: string) =>
      message(page, text).evaluate((element) => element.getBoundingClientRect().top);
    await log(page).hover();
    await page.mouse.wheel(0, -600);
    const anchor = 'Earlier line 120: the tide table for the harbour.';
    await page.getByRole('button', { name: 'To the newest' }).waitFor();
    const before = await topOf(anchor);
    await say(page, 'came in below');
    await page.getByRole('button', { name: '1 new message', exact: true }).waitFor();
    expect(Math.abs((await topOf(anchor)) - before)).toBeLessThan(2);
    // Read in one go with the scrolling: the next page comes in a moment.
    const seen = await log(page).evaluate((list) => {
      list.scrollTo(0, 100);
      const edge = list.getBoundingClientRect().top;
      const shown = [...list.querySelectorAll<HTMLElement>('[data-message]')].find(
        (element) => element.getBoundingClientRect().top > edge,
      );
      return { id: shown?.dataset['message'] ?? '', top: shown?.getBoundingClientRect().top ?? 0 };
    });
    await page.waitForFunction(() => (document.querySelector('[role="log"]')?.scrollTop ?? 0) > 300);
    const after = await page
      .locator(`[data-message="${seen.id}"]`)
      .evaluate((element) => element.getBoundingClientRect().top);
    expect(Math.abs(after - seen.top)).toBeLessThan(3);
    await page.getByRole('button', { name: '1 new message', exact: true }).click();
    await message(page, 'came in below').waitFor();
    await say(page, 'follows along');
    await message(page, 'follows along').waitFor();
    expect(
      await log(page).evaluate((list) => list.scrollHeight - list.scrollTop - list.clientHeight),
    ).toBeLessThan(2);
  });

  it('stays at the newest message when a pane opens, a banner appears and the window shrinks', async () => {
    const page = await open('busy', 1000);
    await message(page, 'Found it, thank you.').waitFor();
    const isAtEnd = async (): Promise<void> => {
      await page.evaluate(
        () =>
          new Promise((resolve) => {
            requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(resolve)));
          }),
      );
      expect(
        await log(page).evaluate((list) => list.scrollHeight - list.scrollTop - list.clientHeight),
      ).toBeLessThan(2);
      expect(await page.getByRole('button', { name: 'To the newest' }).count()).toBe(0);
    };
    await isAtEnd();
    await page.getByRole('button', { name: 'Members', exact: true }).click();
    await page.getByRole('heading', { name: '4 members' }).waitFor();
    await isAtEnd();
    await page.evaluate(() => {
      window.away = true;
      window.peer.drop();
    });
    await page.getByText(/^Reconnecting to PlexiChat/u).waitFor();
    await isAtEnd();
    await page.setViewportSize({ width: 1000, height: 500 });
    await isAtEnd();
  });

  it('keeps a draft for each channel, and gives back what could not be sent', async () => {
    const page = await open('error');
    await composer(page).fill('half a thought');
    await page.keyboard.press('Alt+ArrowDown');
    await page.getByLabel('Message to instruments').waitFor();
    expect(await page.getByLabel('Message to instruments').inputValue()).toBe('');
    await page.keyboard.press('Alt+ArrowUp');
    await composer(page).waitFor();
    expect(await composer(page).inputValue()).toBe('half a thought');
    await composer(page).press('Enter');
    await page.getByText('KEY_MISSING').waitFor();
    expect(await composer(page).inputValue()).toBe('half a thought');
    expect(await message(page, 'half a thought').count()).toBe(0);
    // It is a draft again, which outlives its field.
    await page.keyboard.press('Alt+ArrowDown');
    await page.getByLabel('Message to instruments').waitFor();
    expect(await page.getByLabel('Message to instruments').inputValue()).toBe('');
    await page.keyboard.press('Alt+ArrowUp');
    await composer(page).waitFor();
    expect(await composer(page).inputValue()).toBe('half a thought');
  });

  it('writes a line of several with Shift+Enter, and grows', async () => {
    const page = await open('empty');
    const height = () => composer(page).evaluate((element) => element.clientHeight);
    await composer(page).focus();
    const low = await height();
    await page.keyboard.type('one');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('two');
    expect(await composer(page).inputValue()).toBe('one\ntwo');
    expect(await height()).toBeGreaterThan(low + 10);
  });

  it('shows hostile words as words', async () => {
    const page = await open('busy');
    const hostile = '<script>window.hacked=1</script><a href="javascript:alert(1)">x</a> \u202eevil';
    await say(page, hostile);
    await message(page, hostile).waitFor();
    expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
    expect(await log(page).locator('script, img, a[href^="javascript"]').count()).toBe(0);
    const link = log(page).getByRole('link', { name: /harbour\/logs/u });
    expect(await link.getAttribute('rel')).toBe('noreferrer noopener');
  });

  it('marks imported lines as imported, with no picture derived from a key', async () => {
    const page = await open('busy');
    const group = log(page).locator('article', { hasText: 'calibration sheet' });
    await group.getByText('imported by Noor').waitFor();
    expect(await group.locator('.avatar path[d^="M0 0H10"]').count()).toBe(0);
    expect(await group.locator('.avatar-imported').count()).toBe(1);
  });

  it('says when the peer is away, keeps what is there, and comes back', async () => {
    const page = await open('busy');
    await message(page, 'Found it, thank you.').waitFor();
    await page.evaluate(() => {
      window.away = true;
      window.peer.drop();
    });
    await page.getByText(/^Reconnecting to PlexiChat/u).waitFor();
    await composer(page).fill('written meanwhile');
    await page.evaluate(() => {
      window.away = false;
    });
    await page.getByText(/^Reconnecting to PlexiChat/u).waitFor({ state: 'detached' });
    expect(await composer(page).inputValue()).toBe('written meanwhile');
    await composer(page).press('Enter');
    await message(page, 'written meanwhile').waitFor();
  });

  it('shows one column at a time in a narrow window, and finds back', async () => {
    const page = await open('busy', 360);
    await message(page, 'Found it, thank you.').waitFor();
    await page.getByRole('button', { name: 'Back to the channels' }).click();
    expect(await log(page).isVisible()).toBe(false);
    await page.getByRole('button', { name: 'instruments' }).click();
    await page.getByRole('heading', { name: 'Nothing in instruments yet' }).waitFor();
    await page.getByRole('button', { name: 'Members', exact: true }).click();
    await page.getByRole('heading', { name: '4 members' }).waitFor();
    expect(await log(page).isVisible()).toBe(false);
    await page.keyboard.press('Escape');
    await page.getByRole('heading', { name: 'Nothing in instruments yet' }).waitFor();
  });

  it('says what removing means before it happens, and what came of it', async () => {
    const page = await open('busy');
    await page.getByRole('button', { name: 'Members', exact: true }).click();
    await page.getByRole('button', { name: 'Remove Noor' }).click();
    const dialog = page.getByRole('alertdialog');
    await dialog.getByText(/What Noor already has stays with them/u).waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Remove Noor' }).click();
    await dialog.getByRole('button', { name: 'Remove', exact: true }).click();
    await page.getByText('Noor was removed.').first().waitFor();
    await page.getByRole('heading', { name: '3 members' }).waitFor();
    expect(await page.getByRole('button', { name: 'Remove Noor' }).count()).toBe(0);
  });

  it('makes a link that works beyond this machine when asked to, and opens a second person', async () => {
    const page = await open('empty');
    await page.getByRole('button', { name: 'Invite people' }).click();
    await page.getByText(/only works on this computer/u).waitFor();
    await page.getByRole('button', { name: 'Let it be reached on my network' }).click();
    await page.getByText(/only works on this computer/u).waitFor({ state: 'detached' });
    await page.getByRole('dialog').getByRole('button', { name: 'Try it with a second person' }).click();
    expect(await page.getByLabel(/Open this address/u).inputValue()).toContain('http://127.0.0.1');
  });

  it('opens the space at once when the invitation is to one that the account is in', async () => {
    const page = await open('joined');
    await page.getByRole('button', { name: 'Harbour Lab: menu' }).waitFor();
    expect(await page.getByRole('heading', { name: 'Join Harbour Lab?' }).count()).toBe(0);
  });

  it('ends on a page that says so after Quit', async () => {
    const page = await open('busy');
    await composer(page).waitFor();
    await page.getByRole('button', { name: 'Harbour Lab: menu' }).click();
    await page.getByRole('menuitem', { name: 'Quit PlexiChat' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Quit PlexiChat' }).click();
    await page.getByRole('heading', { name: 'PlexiChat has stopped' }).waitFor();
    expect(await composer(page).count()).toBe(0);
  });

  it('never puts a name into the title, which browsers keep in their history', async () => {
    const page = await open('busy');
    await composer(page).waitFor();
    expect(await page.title()).toBe('PlexiChat');
  });
});
