import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { BROWSER_PATH, findBarriers } from './browser.ts';
import { useStage } from './stage.ts';

const SHOTS = process.env['PLEXI_SHOTS'];
const shoot = async (page: Page, name: string): Promise<void> => {
  if (SHOTS !== undefined) await page.screenshot({ path: `${SHOTS}/${name}.png` });
};
const composer = (page: Page) => page.getByLabel('Message to general');
const tray = (page: Page) => page.getByRole('list', { name: 'Files that go along' });
const article = (page: Page, text: string) => page.getByRole('article').filter({ hasText: text });

/** Drops or pastes files of the test on the conversation, or another part of the page, as the system would. */
const hand = (
  page: Page,
  kind: 'drop' | 'paste',
  files: { name: string; type: string; text: string }[],
  part = '.main',
) =>
  page.evaluate(
    ([how, given, where]) => {
      const data = new DataTransfer();
      for (const { name, type, text } of given) data.items.add(new File([text], name, { type }));
      const target = document.querySelector(`${where} textarea`);
      const init = { bubbles: true, cancelable: true };
      target?.dispatchEvent(
        how === 'drop'
          ? new DragEvent('drop', { ...init, dataTransfer: data })
          : new ClipboardEvent('paste', { ...init, clipboardData: data }),
      );
    },
    [kind, files, part] as const,
  );

describe.skipIf(BROWSER_PATH === undefined)('files (skipped without PLEXI_BROWSER)', () => {
  const open = useStage();

  it('show as pictures, players and cards without a barrier, wide and narrow, light and dark', async () => {
    const page = await open('files');
    await page.getByText('far away.zip').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await shoot(page, 'files-1440-light');
    for (const [width, theme] of [
      [360, 'light'],
      [360, 'dark'],
      [1440, 'dark'],
    ] as const) {
      await page.setViewportSize({ width, height: 800 });
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
      expect(await findBarriers(page, ['color-contrast'])).toEqual([]);
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
      ).toBeLessThanOrEqual(0);
      await shoot(page, `files-${width}-${theme}`);
    }
    // The name is shown as it is, and the card says what it is; a picture that is none stays a file.
    const risky = article(page, 'Is this one safe?');
    await expect.poll(() => risky.getByText('photo\ufffdgpj.exe').count()).toBe(1);
    expect(await risky.getByText(/This can run on your computer/u).count()).toBe(1);
  }, 60_000);

  it('are looked at in a gallery by keyboard alone, and the focus comes back', async () => {
    const page = await open('files');
    const first = page.getByRole('button', { name: 'Show one.webp' });
    await first.focus();
    await page.keyboard.press('Enter');
    const gallery = page.getByRole('dialog', { name: 'Picture: one.webp' });
    await gallery.waitFor();
    await page.locator('.gallery img[data-here="true"]').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await shoot(page, 'gallery-1440');
    await page.keyboard.press('ArrowRight');
    await page.getByRole('dialog').getByRole('img', { name: 'two.webp' }).waitFor();
    expect(await page.getByRole('dialog').getByText('2 of 3').count()).toBe(1);
    await page.keyboard.press('+');
    await page.locator('[data-zoom="100"]').waitFor();
    await page.setViewportSize({ width: 360, height: 800 });
    await page.keyboard.press('ArrowLeft');
    await page.locator('.gallery img[data-here="true"]').waitFor();
    await shoot(page, 'gallery-360');
    await page.keyboard.press('Escape');
    await expect.poll(() => first.evaluate((element) => element === document.activeElement)).toBe(true);
  }, 60_000);

  it('[L6] that would fill the memory as pictures are not drawn, small or large; they can be saved', async () => {
    const page = await open('files');
    const message = article(page, 'Look at this!');
    await message.getByText('bomb.png').waitFor();
    expect(await message.locator('img').count()).toBe(0);
    await message.getByRole('button', { name: 'Show bomb.png' }).click();
    const gallery = page.getByRole('dialog', { name: 'Picture: bomb.png' });
    await gallery.getByText('bomb.png is not shown: it has too many pixels').waitFor();
    expect(await gallery.locator('img').count()).toBe(0);
    expect(await gallery.getByRole('button', { name: 'Save bomb.png' }).count()).toBe(1);
    await page.keyboard.press('Escape');
    await gallery.waitFor({ state: 'detached' });
  }, 60_000);

  it('go along with the next message: dropped, pasted and chosen, taken out again, sent with words and without', async () => {
    const page = await open('files');
    await composer(page).waitFor();
    await hand(page, 'drop', [
      { name: 'notes.txt', type: 'text/plain', text: 'low tide at ten' },
      { name: 'more.txt', type: 'text/plain', text: 'and high at four' },
    ]);
    await hand(page, 'paste', [{ name: 'pasted.csv', type: 'text/csv', text: 'a,b' }]);
    await expect.poll(() => tray(page).getByRole('listitem').count()).toBe(3);
    expect(await findBarriers(page)).toEqual([]);
    await shoot(page, 'tray-1440');
    await page.getByRole('button', { name: 'Take out more.txt' }).click();
    await expect.poll(() => tray(page).getByRole('listitem').count()).toBe(2);
    await composer(page).fill('as we said');
    await page.keyboard.press('Enter');
    await article(page, 'as we said').getByText('pasted.csv').waitFor();
    expect(await tray(page).count()).toBe(0);
    await page.setInputFiles('input[type=file]', {
      name: 'only.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from('x'),
    });
    await tray(page).waitFor();
    await page.locator('.composer-send').click();
    await page.getByRole('article').filter({ hasText: 'only.txt' }).waitFor();
  }, 60_000);

  it('go along in a thread: dropped, pasted and chosen there, and shown in the channel only when asked to', async () => {
    const page = await open('rich');
    await page.getByRole('button', { name: /^3 replies/u }).click();
    const thread = page.getByRole('complementary');
    const channel = page.getByRole('main');
    const field = thread.getByLabel('Reply in the thread');
    await field.waitFor();
    await hand(page, 'drop', [{ name: 'log.txt', type: 'text/plain', text: 'low tide' }], '.pane');
    await hand(page, 'paste', [{ name: 'table.csv', type: 'text/csv', text: 'a,b' }], '.pane');
    await expect
      .poll(() => thread.getByRole('list', { name: 'Files that go along' }).getByRole('listitem').count())
      .toBe(2);
    // What waits in the thread is not what waits in the channel.
    expect(await channel.getByRole('list', { name: 'Files that go along' }).count()).toBe(0);
    expect(await findBarriers(page)).toEqual([]);
    await shoot(page, 'tray-thread-1440');
    await field.fill('both of them');
    await field.press('Enter');
    const said = thread.locator('[data-message]', { hasText: 'both of them' });
    await said.getByText('table.csv').waitFor();
    await said.getByText('log.txt').waitFor();
    expect(await channel.getByText('table.csv').count()).toBe(0);
    await thread.getByText('Show it in the channel too').click();
    await thread.locator('input[type=file]').setInputFiles({
      name: 'seen.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from('x'),
    });
    await tray(page).waitFor();
    await page.setViewportSize({ width: 360, height: 800 });
    await shoot(page, 'tray-thread-360');
    await page.setViewportSize({ width: 1440, height: 800 });
    await thread.locator('.composer-send').click();
    await thread.locator('[data-message]', { hasText: 'seen.txt' }).waitFor();
    await channel.getByRole('log').focus();
    await page.keyboard.press('End');
    await channel.locator('[data-message]', { hasText: 'seen.txt' }).waitFor();
  }, 60_000);

  it('given with an answer in the channel stay in the channel', async () => {
    const page = await open('rich');
    await page.locator('[data-message]', { hasText: 'Thursday it is.' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: /^Answer here/u }).click();
    await hand(page, 'drop', [{ name: 'proof.txt', type: 'text/plain', text: 'x' }]);
    await tray(page).waitFor();
    await page.locator('.composer-send').click();
    await page.getByRole('log').locator('[data-message]', { hasText: 'proof.txt' }).waitFor();
    expect(await page.locator('.pane').count()).toBe(0);
  }, 60_000);

  it('that are too large are refused where they lie, and the rest goes on', async () => {
    const page = await open('files');
    await composer(page).waitFor();
    await page.evaluate(() => {
      const large = new File([], 'large.iso');
      Object.defineProperty(large, 'size', { value: 100 * 1024 * 1024 + 1 });
      const data = { types: ['Files'], files: [large] };
      const event = Object.assign(new Event('drop', { bubbles: true, cancelable: true }), {
        dataTransfer: data,
      });
      document.querySelector('textarea')?.dispatchEvent(event);
    });
    await tray(page).getByText('That is larger than the limit.').waitFor();
    await page.getByRole('button', { name: 'Take out large.iso' }).click();
    await composer(page).fill('without it');
    await page.keyboard.press('Enter');
    await page.getByText('without it').waitFor();
    expect(await page.getByText('large.iso').count()).toBe(0);
  }, 60_000);

  it('are saved with a word of warning where they are not what they are called; what is far away is held and given up', async () => {
    const page = await open('files');
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save holiday.png' }).click();
    expect((await saved).suggestedFilename()).toBe('holiday.png');
    await page
      .getByText(/holiday\.png is something else/u)
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Save far away.zip' }).click();
    await page.getByRole('button', { name: 'Pause far away.zip' }).click();
    await page.getByText(/Paused · /u).waitFor();
    await page.getByRole('button', { name: 'Go on with far away.zip' }).click();
    await page.getByText(/Fetching · /u).waitFor();
    await page.getByRole('button', { name: 'Stop fetching far away.zip' }).click();
    await page.getByRole('button', { name: 'Save far away.zip' }).waitFor();
    await page.getByRole('button', { name: 'Files', exact: true }).click();
    await page.getByRole('heading', { name: 'Files of this channel' }).waitFor();
    await page.locator('.file-list li').first().waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await shoot(page, 'files-pane-1440');
    expect(await page.title()).not.toBe('1');
  }, 60_000);
});
