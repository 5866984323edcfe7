/** Journey 4: find what somebody said about a thing last spring, in three key presses and a few letters [A5]. */
import type { Page } from 'playwright-core';
import { afterAll, describe, expect } from 'vitest';
import { type App, createApp, journey } from '../src/app.ts';
import { composer, createAccount, log, lookAt, press } from '../src/gestures.ts';
import { findFlaws } from '../src/looks.ts';
import { choose } from '../src/palette.ts';
import { createWorld, type Person, type RunningRelay, type World } from '../src/world.ts';

const lab = { space: 'Lab', channel: 'general' } as const;
const SAID = 'The tide gauge at the north pier needs new batteries';
const LATER = 'Tide gauge: batteries are in, it counts again';
const LINES = 1500;

const chatter = (): string =>
  Array.from({ length: LINES }, (_, line) =>
    JSON.stringify({
      author: `Neighbour ${line % 7}`,
      time: `2026-04-${String((line % 28) + 1).padStart(2, '0')} 10:${String(line % 60).padStart(2, '0')}`,
      text: line === 700 ? SAID : `Line ${line} of the harbour's log: wind ${line % 12}, boats ${line % 31}`,
    }),
  ).join('\n');

describe('journey 4: finding what somebody said', () => {
  let world: World;
  let app: App;
  let relay: RunningRelay;
  let ben: Person;
  let ada: Page;
  afterAll(async () => {
    await app?.close();
    await world?.close();
  });

  const results = (page: Page) => page.getByRole('listbox', { name: 'Results' }).getByRole('option');

  /** Three key presses and a few letters; gives how many presses it took. */
  const find = async (page: Page, letters: string): Promise<number> => {
    let presses = 0;
    const key = async (name: string): Promise<void> => {
      presses += 1;
      await page.keyboard.press(name);
    };
    await key('Control+f');
    await page.getByRole('combobox', { name: 'Search messages' }).waitFor();
    await page.keyboard.type(letters);
    await results(page).first().waitFor();
    await key('ArrowDown');
    await key('Enter');
    return presses;
  };

  journey('Ada joins a space with a long history', async () => {
    world = await createWorld();
    relay = await world.relay();
    ben = await world.person('Ben');
    await ben.call('space.create', { name: 'Lab', relay: [relay.address] });
    await ben.call('message.import', { ...lab, lines: chatter() });
    await ben.call('message.send', { ...lab, text: 'Welcome, Ada' });
    app = await createApp();
    ada = await app.open((await app.start('ada')).address);
    await createAccount(ada, 'Ada');
    await lookAt(ada, (await ben.call('invite.create', { space: 'Lab' })).link);
    await press(ada, 'Join');
    await composer(ada).waitFor();
    await log(ada).getByText('Welcome, Ada').waitFor();
  });

  journey('she is in a tunnel: what is here is found all the same, and shown where it was said', async () => {
    await choose(ada, 'Work offline');
    await ada.getByText('You are working offline.').waitFor();
    expect(await find(ada, 'tide gau')).toBe(3);
    const said = log(ada).locator('[data-message]', { hasText: SAID });
    await said.waitFor();
    await expect.poll(() => said.evaluate((it) => it.contains(document.activeElement))).toBe(true);
    // Among its neighbours, not alone.
    await log(ada).getByText('Line 699 of the harbour', { exact: false }).waitFor();
    expect(await findFlaws(ada, 'journey-4-search')).toEqual([]);
  });

  journey('what was said meanwhile is found once she is back', async () => {
    await ben.call('message.send', { ...lab, text: LATER });
    await press(ada, 'Go online');
    await expect
      .poll(
        async () => {
          await ada.keyboard.press('Control+f');
          const field = ada.getByRole('combobox', { name: 'Search messages' });
          await field.fill('');
          await field.fill('batteries');
          return results(ada).allInnerTexts();
        },
        { timeout: 30_000 },
      )
      .toHaveLength(2);
    await ada.keyboard.press('Escape');
    expect(app.complaints).toEqual([]);
  });
});
