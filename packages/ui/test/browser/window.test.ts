/** What the window as a whole does: how wide its columns are, going round it by keyboard, and calling whoever looks elsewhere. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { idOf } from '../script.ts';
import { BROWSER_PATH, findBarriers } from './browser.ts';
import { calls, watchCalls } from './calls.ts';
import { useStage } from './stage.ts';

const SHOTS = process.env['PLEXI_SHOTS'];
const LAB = idOf('space-Lab');
const resizer = (page: Page, name: string) => page.getByRole('separator', { name });
const widthOf = async (page: Page, part: string): Promise<number> =>
  (await page.locator(part).boundingBox())?.width ?? 0;
const drag = async (page: Page, name: string, by: number): Promise<void> => {
  const box = await resizer(page, name).boundingBox();
  if (box === null) throw new Error(`${name} is not there`);
  await page.mouse.move(box.x + box.width / 2, 400);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2 + by, 400, { steps: 4 });
  await page.mouse.up();
};
const say = (page: Page, channel: string, text: string) =>
  page.evaluate(([space, place, said]) => void window.peer.say(space, place, 'Ben Okafor', said), [
    LAB,
    idOf(`Lab/${channel}`),
    text,
  ] as const);
/** Once this has been shown, what was said before it has been decided too. */
const settled = (page: Page, words: string) =>
  expect
    .poll(async () => {
      const all = await calls(page);
      return all.some(({ body, shown }) => body === words && shown);
    })
    .toBe(true);

describe.skipIf(BROWSER_PATH === undefined)('the window (skipped without PLEXI_BROWSER)', () => {
  const open = useStage(['notifications']);

  it('its columns are made wider by mouse and by keyboard, within bounds, and stay so', async () => {
    const page = await open('busy');
    await page.getByLabel('Message to general').waitFor();
    const side = 'Width of the channel list';
    const pane = 'Width of the side pane';
    const before = await widthOf(page, '.sidebar');
    await drag(page, side, 60);
    await expect.poll(() => widthOf(page, '.sidebar')).toBe(before + 60);
    // Let go: it doesn't follow the pointer any more, which the next key would show.
    await resizer(page, side).hover({ position: { x: 0, y: 200 } });
    await resizer(page, side).focus();
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => widthOf(page, '.sidebar')).toBe(before + 44);
    expect(await resizer(page, side).getAttribute('aria-valuenow')).toBe(String(before + 44));
    await page.getByRole('button', { name: 'Members', exact: true }).click();
    const usual = await widthOf(page, '.pane');
    await drag(page, pane, -80);
    await expect.poll(() => widthOf(page, '.pane')).toBe(usual + 80);
    await drag(page, pane, -900);
    await expect.poll(() => widthOf(page, '.pane')).toBe(640);
    await resizer(page, pane).focus();
    await page.keyboard.press('Home');
    await expect.poll(() => widthOf(page, '.pane')).toBe(280);

    await page.reload();
    await page.getByLabel('Message to general').waitFor();
    await expect.poll(() => widthOf(page, '.sidebar')).toBe(before + 44);
    await page.getByRole('button', { name: 'Members', exact: true }).click();
    await expect.poll(() => widthOf(page, '.pane')).toBe(280);
    // From right to left, the same key moves the same line the same way.
    await page.evaluate(() => window.setAppearance({ theme: 'system', language: 'ar' }));
    await page.waitForFunction(() => document.documentElement.dir === 'rtl');
    await page.getByRole('separator').first().focus();
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => widthOf(page, '.sidebar')).toBe(before + 60);
  }, 60_000);

  it('F6 goes round its parts, Shift+F6 the other way, and each gives the focus to what is current in it', async () => {
    const page = await open('busy');
    await page.getByLabel('Message to general').waitFor();
    await page.getByRole('button', { name: 'Members', exact: true }).click();
    await page.getByRole('heading', { name: '4 members' }).waitFor();
    const here = () =>
      page.evaluate(() => {
        const focused = document.activeElement;
        const part = focused?.closest('.rail, .sidebar, .main, .pane')?.classList[0] ?? 'nowhere';
        return `${part}: ${focused?.matches('textarea') ? 'field' : (focused?.getAttribute('aria-current') ?? '')}`;
      });
    const go = async (key: string): Promise<string[]> => {
      const seen: string[] = [];
      for (let step = 0; step < 4; step++) {
        await page.keyboard.press(key);
        seen.push(await here());
      }
      return seen;
    };
    await page.getByLabel('Message to general').focus();
    const round = ['pane: ', 'rail: true', 'sidebar: page', 'main: field'];
    expect(await go('F6')).toEqual(round);
    expect(await go('Shift+F6')).toEqual([...round.slice(0, 3).toReversed(), 'main: field']);
    // A part that is not there is left out.
    await page.keyboard.press('Escape');
    await page.keyboard.press('F6');
    expect(await here()).toBe('rail: true');
  }, 60_000);

  it('says an outcome for a while, longer under the pointer, and not for good where that only rests there', async () => {
    const page = await open('busy');
    await page.getByLabel('Message to general').waitFor();
    await page.clock.install();
    await page.locator('[data-message]').last().focus();
    await page.keyboard.press('p');
    const toast = page.locator('.toast');
    await toast.hover();
    await page.clock.runFor(10_000);
    expect(await toast.count()).toBe(1);
    await toast.hover({ position: { x: 8, y: 8 } });
    await page.clock.runFor(15_000);
    expect(await toast.count()).toBe(1);
    await page.clock.runFor(10_000);
    await expect.poll(() => toast.count()).toBe(0);
    await page.locator('[data-message]').last().focus();
    await page.keyboard.press('p');
    await toast.getByRole('button').focus();
    await page.clock.runFor(60_000);
    expect(await toast.count()).toBe(1);
    await page.getByLabel('Message to general').focus();
    await page.clock.runFor(7000);
    await expect.poll(() => toast.count()).toBe(0);
  }, 60_000);

  it('takes high contrast from the system or by choice, in the same colours', async () => {
    const page = await open('busy');
    await page.getByLabel('Message to general').waitFor();
    const inks = () =>
      page.evaluate(() => {
        const style = getComputedStyle(document.documentElement);
        return ['--ink', '--line', '--accent'].map((name) => style.getPropertyValue(name));
      });
    const usual = await inks();
    // Playwright has no word for a system that asks while the page is open.
    const session = await page.context().newCDPSession(page);
    const ask = (value: string) =>
      session.send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-contrast', value }] });
    await ask('more');
    await expect.poll(inks).not.toEqual(usual);
    const asked = await inks();
    await ask('no-preference');
    await expect.poll(inks).toEqual(usual);
    await page.evaluate(() => window.setAppearance({ theme: 'contrast' }));
    expect(await inks()).toEqual(asked);
    await session.detach();
  }, 60_000);

  it('says beside each direct message whether the person is there', async () => {
    const page = await open('people');
    const row = page.getByRole('button', { name: /^(?:Away|Here) Noor/u });
    await row.waitFor();
    expect(await row.locator('.presence-dot').getAttribute('data-status')).toBe('away');
    await page.evaluate(([space, account]) => window.peer.appear(space, account, 'online'), [
      idOf('direct-space/Noor'),
      idOf('Noor'),
    ] as const);
    await expect.poll(() => row.locator('.presence-dot').getAttribute('data-status')).toBe('online');
    // A group is of several, who may be there or not.
    expect(
      await page
        .getByRole('button', { name: /Ben Okafor, Noor/u })
        .locator('.presence-dot')
        .count(),
    ).toBe(0);
    expect(await findBarriers(page)).toEqual([]);
    if (SHOTS !== undefined) await page.screenshot({ path: `${SHOTS}/direct-presence-1440.png` });
  }, 60_000);

  it('calls by a notification that is shown, opens its place, and hides the words where that is set', async () => {
    const page = await open('people');
    await page.getByLabel('Message to general').waitFor();
    await watchCalls(page);
    const level = (value: string) =>
      page.evaluate(
        ([space, channel, chosen]) => window.peer.ask('channel.mute', { space, channel, level: chosen }),
        [LAB, idOf('Lab/instruments'), value] as const,
      );
    await level('all');
    await say(page, 'instruments', 'the pump is leaking');
    await settled(page, 'the pump is leaking');
    expect((await calls(page))[0]?.title).toBe('Ben Okafor in instruments · Harbour Lab');
    await page.evaluate(() => window.calls[0]?.notification.dispatchEvent(new Event('click')));
    await page.getByLabel('Message to instruments').waitFor();
    // What is looked at doesn't call, what is muted neither: the direct message that comes after both is the next.
    await say(page, 'instruments', 'in sight');
    await page.getByRole('log').getByText('in sight').waitFor();
    await page.getByRole('button', { name: 'general', exact: true }).click();
    await page.getByLabel('Message to general').waitFor();
    await level('none');
    await say(page, 'instruments', 'muted');
    const direct = (text: string) =>
      page.evaluate(([space, channel, said]) => void window.peer.say(space, channel, 'Noor', said), [
        idOf('direct-space/Noor'),
        idOf('direct/Noor'),
        text,
      ] as const);
    await direct('between us');
    await settled(page, 'between us');
    const set = (key: string, value: string) =>
      page.evaluate((input) => window.peer.ask('settings.set', input), { key, value });
    // What was set before is known to the window once it shows what was set last.
    const own = page.locator('.self .presence-dot');
    const be = async (status: string): Promise<void> => {
      await page.evaluate((wanted) => window.peer.ask('presence.set', { status: wanted }), status);
      await expect.poll(() => own.getAttribute('data-status')).toBe(status);
    };
    await set('notify.hidden', 'yes');
    await be('away');
    await direct('a secret');
    await settled(page, 'There is something new for you.');
    // Who does not want to be disturbed is not.
    await be('dnd');
    const considered = (): Promise<number> =>
      page.evaluate(() => {
        const ids = window.peer.calls.map(({ id }) => id);
        const at = ids.lastIndexOf('channel.notify');
        return ids.includes('presence.list', at) ? at : -1;
      });
    const before = await considered();
    await direct('while away');
    // What they are is asked when it comes: not before that may they be something else.
    await expect.poll(considered).toBeGreaterThan(before);
    await set('notify.hidden', 'no');
    await be('online');
    await direct('back again');
    await settled(page, 'back again');
    expect((await calls(page)).map(({ title, body }) => `${title}: ${body}`)).toEqual([
      'Ben Okafor in instruments · Harbour Lab: the pump is leaking',
      'Noor: between us',
      'PlexiChat: There is something new for you.',
      'Noor: back again',
    ]);
  }, 60_000);

  it('[K7] locks: nothing of it is left to read, no notification stays or comes, and the passphrase brings it back', async () => {
    const page = await open('people');
    await page.getByLabel('Message to general').waitFor();
    await watchCalls(page);
    const direct = (text: string) =>
      page.evaluate(([space, channel, said]) => void window.peer.say(space, channel, 'Noor', said), [
        idOf('direct-space/Noor'),
        idOf('direct/Noor'),
        text,
      ] as const);
    // Without a passphrase there is nothing to lock with.
    await page.keyboard.press('Control+,');
    await page.getByRole('tab', { name: 'Protection' }).click();
    expect(await page.getByRole('button', { name: 'Lock now' }).count()).toBe(0);
    await page.getByLabel('New passphrase').fill('correct horse');
    await page.getByLabel('The same again').fill('correct hors');
    const set = page.getByRole('button', { name: 'Set a passphrase' });
    await set.click();
    await page.getByText('The two are not the same.').waitFor();
    await page.getByLabel('The same again').fill('correct horse');
    await set.click();
    await page.getByText('Locked with your passphrase').waitFor();
    await page.getByLabel('Passphrase for the file').fill('battery staple');
    await page.getByLabel('The file’s passphrase again').fill('battery staple');
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save a backup file' }).click();
    expect((await saved).suggestedFilename()).toMatch(/^plexichat-[0-9-]{10}\.plexi-backup$/u);
    await page.getByLabel('Lock by itself').selectOption({ label: 'After 15 minutes without use' });
    await page.getByRole('button', { name: 'Close' }).click();
    await direct('between us');
    await settled(page, 'between us');
    await page.evaluate(() => {
      window.calls[0]?.notification.addEventListener('close', () => {
        document.documentElement.dataset['closed'] = 'yes';
      });
    });
    await page.keyboard.press('Control+l');
    await page.getByRole('heading', { name: 'Welcome back' }).waitFor();
    await expect.poll(() => page.evaluate(() => document.documentElement.dataset['closed'])).toBe('yes');
    await direct('nobody is to read this');
    const left = await page.evaluate(() => document.documentElement.outerHTML);
    for (const word of ['Noor', 'Ben', 'general', 'Harbour', 'between us', 'correct horse', 'nobody is'])
      expect(left).not.toContain(word);
    expect(await page.title()).toBe('PlexiChat');
    expect(await findBarriers(page)).toEqual([]);
    const passphrase = page.getByLabel('Passphrase');
    expect(await passphrase.evaluate((field) => field === document.activeElement)).toBe(true);
    await passphrase.fill('correct horse');
    await page.keyboard.press('Enter');
    await page.getByLabel('Message to general').waitFor();
    expect(await calls(page)).toHaveLength(1);
  }, 60_000);
});
