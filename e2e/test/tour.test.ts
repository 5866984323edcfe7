/**
 * The pictures of docs/tour.md, of a space that three people use, taken anew with PLEXI_UPDATE_SCREENSHOT=1. Without it only
 * what they show is checked: that the page and the folder name the same pictures, of a size that a reader can load.
 */
import { mkdir, readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, describe, expect, test } from 'vitest';
import { type App, createApp, journey } from '../src/app.ts';
import { log, press } from '../src/gestures.ts';
import { createHarbour, HARBOUR, type Harbour } from '../src/harbour.ts';
import { createWorld, REPOSITORY, type World } from '../src/world.ts';

const DOCS = path.join(REPOSITORY, 'docs');
const FOLDER = path.join(DOCS, 'tour');
const WIDE = { width: 1200, height: 750 };
const NARROW = { width: 390, height: 780 };
const MOST_BYTES = 200_000;
const TAKING = process.env['PLEXI_UPDATE_SCREENSHOT'] === '1';

const CANVAS = `# Pier sensor, week 48

Depth and salinity, every minute, **until Thursday**.

- [x] Mount it at the end of the pier
- [x] Compare with last year’s calibration
- [ ] Swap the battery on Wednesday
- [ ] Count the ferries in the data

> A sensor that counts ships without seeing whose they are.

1. Chen takes the boat at 9
2. Ben brings the blue folder
`;

test('the tour shows each picture of its folder, and each is light enough', async () => {
  const page = await readFile(path.join(DOCS, 'tour.md'), 'utf8');
  const shown = [...page.matchAll(/\]\(tour\/([^)]+)\)/gu)].map(([, name = '']) => name);
  expect(shown.toSorted()).toEqual((await readdir(FOLDER)).toSorted());
  for (const name of shown) expect((await stat(path.join(FOLDER, name))).size).toBeLessThan(MOST_BYTES);
});

describe.runIf(TAKING)('the pictures of the tour (with PLEXI_UPDATE_SCREENSHOT=1)', () => {
  let world: World;
  let app: App;
  let ada: Page;
  let harbour: Harbour;
  afterAll(async () => {
    await app?.close();
    await world?.close();
  });

  const take = async (name: string): Promise<void> => {
    await mkdir(FOLDER, { recursive: true });
    await ada.mouse.move(0, 0);
    await ada.screenshot({ path: path.join(FOLDER, `${name}.png`), animations: 'disabled', caret: 'hide' });
  };

  const lived = { space: HARBOUR, channel: 'general' };

  journey('the others answer, vote, plan and ask', async () => {
    [world, app] = [await createWorld(), await createApp()];
    harbour = await createHarbour(world);
    const { ben, chen } = harbour;
    const said = await ben.call('message.list', { ...lived, limit: 50 });
    const idOf = (words: string): string => said.find(({ text }) => text.includes(words))?.id ?? '';
    for (const [person, words, emoji] of [
      [ben, 'without seeing whose', '🚢'],
      [chen, 'without seeing whose', '🚢'],
      [chen, 'without seeing whose', '❤️'],
      [chen, 'Lovely', '👍'],
      [ben, 'swap it then', '🙏'],
    ] as const)
      await person.call('message.react', { space: HARBOUR, id: idOf(words), emoji });
    const calibration = idOf('calibration sheet');
    await ben.call('message.reply', {
      space: HARBOUR,
      id: calibration,
      text: 'Scanned, page 3 is the **salinity** one.',
    });
    for (const person of [ben, chen]) await person.call('sync.wait', { space: HARBOUR, timeout: 30 });
    await chen.call('message.reply', {
      space: HARBOUR,
      id: calibration,
      text: 'Just what I needed:\n\n```ts\nconst psu = raw * 0.998 + 0.12;\n```',
    });
    await ben.call('message.poll', {
      ...lived,
      question: 'When do we look at the ferries together?',
      options: ['Thursday, 10:00', 'Thursday, 16:30', 'Friday, 9:00'],
    });
    await chen.call('message.send', { ...lived, text: '@Ada can you bring the spare battery on Wednesday?' });
    await chen.call('message.send', {
      space: HARBOUR,
      channel: 'boat rota',
      text: 'Wednesday: Chen. Friday: @Ada, if the wind allows.',
    });
    await ben.call('canvas.edit', { ...lived, text: CANVAS });
    for (const person of [ben, chen]) await person.call('sync.wait', { space: HARBOUR, timeout: 30 });
  });

  journey('and Ada comes back to it', async () => {
    const client = await app.start(harbour.profile);
    ada = await app.open(client.address);
    await ada.setViewportSize(WIDE);
    await ada.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    await press(ada, 'general');
    await log(ada).getByText('spare battery').waitFor();
    await ada.getByText('Everything is on the relay').waitFor();
    await log(ada).getByText('2 replies').first().scrollIntoViewIfNeeded();
    await log(ada).getByText('2 replies').first().click();
    await ada.locator('.pane').getByText('Just what I needed').waitFor();
    await log(ada).getByText('spare battery').scrollIntoViewIfNeeded();
    await take('thread');
    await press(ada, 'Canvas');
    await ada.locator('.canvas-text').getByText('Count the ferries').waitFor();
    await take('canvas');
    await ada.keyboard.press('Control+f');
    await ada.getByRole('combobox', { name: 'Search messages' }).fill('sensor');
    await ada.getByRole('option').nth(1).waitFor();
    await take('search');
    await ada.keyboard.press('Escape');
    await ada.emulateMedia({ colorScheme: 'dark' });
    await ada.getByRole('button', { name: /^Catch up/u }).click();
    await ada.locator('.pane').getByText('if the wind allows').waitFor();
    await take('catch-up');
    await ada.keyboard.press('Escape');
    await ada.getByRole('button', { name: /Only the 3 members/u }).click();
    await ada.locator('.pane').getByText('MLS').first().waitFor({ state: 'attached' });
    await take('trust');
    await ada.keyboard.press('Escape');
    await ada.setViewportSize(NARROW);
    await take('phone');
    expect(app.complaints).toEqual([]);
  });
});
