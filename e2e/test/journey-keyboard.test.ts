/** Journey 7: a day by keyboard alone, and what a screen reader is told of it. */
import type { Locator, Page } from 'playwright-core';
import { afterAll, describe, expect } from 'vitest';
import { type App, createApp, journey } from '../src/app.ts';
import { canvas, createAccount, createSpace, heading, log, openInvite, see } from '../src/gestures.ts';
import { findFlaws } from '../src/looks.ts';
import { choose } from '../src/palette.ts';
import { createWorld, type Person, type World } from '../src/world.ts';

const general = { space: 'Lab', channel: 'general' } as const;

/** Presses a key until the focus is within what is wanted. */
const pressUntilIn = async (
  page: Page,
  key: string,
  wanted: Locator,
  { most = 40, itself = false } = {},
): Promise<void> => {
  await wanted.first().waitFor();
  const isIn = (): Promise<boolean> =>
    wanted
      .first()
      .evaluate(
        (it, exactly) => (exactly ? it === document.activeElement : it.contains(document.activeElement)),
        itself,
      );
  for (let presses = 0; presses < most; presses++) {
    if (await isIn()) return;
    await page.keyboard.press(key);
  }
  if (!(await isIn())) throw new Error(`no way there by ${key}`);
};

describe('journey 7: without a mouse, without a screen', () => {
  let world: World;
  let app: App;
  let ada: Page;
  let ben: Person;
  afterAll(async () => {
    await app?.close();
    await world?.close();
  });

  const field = (channel: string) => ada.getByRole('textbox', { name: `Message to ${channel}` });
  const message = (text: string) => log(ada).locator('[data-message]', { hasText: text });

  journey('Ben has written in two channels', async () => {
    world = await createWorld();
    app = await createApp();
    ada = await app.open((await app.start('ada')).address);
    await createAccount(ada, 'Ada');
    await createSpace(ada, 'Lab');
    const link = await openInvite(ada, 'Lab');
    await ada.keyboard.press('Escape');
    ben = await world.person('Ben');
    await ben.call('space.join', { link });
    await ben.call('message.send', { ...general, text: 'Good morning, all' });
    await ben.call('channel.create', { space: 'Lab', name: 'plans' });
    await ben.call('message.send', {
      space: 'Lab',
      channel: 'plans',
      text: '@Ada shall we move the buoy on Friday?',
    });
    await see(ada, 'Good morning, all');
    // Unread, and so a place to go to.
    await ada.getByRole('navigation').getByText('plans', { exact: true }).first().waitFor();
  });

  journey('by keys alone: to the next unread channel, into a thread, a reaction, an edit', async () => {
    // The channel may be there before the word that something in it is unread.
    await expect
      .poll(
        async () => {
          await ada.keyboard.press('Alt+Shift+ArrowDown');
          return heading(ada, 'plans').count();
        },
        { timeout: 20_000 },
      )
      .toBeGreaterThan(0);
    const asked = message('shall we move the buoy');
    await asked.waitFor();
    await pressUntilIn(ada, 'Shift+Tab', log(ada));
    await pressUntilIn(ada, 'ArrowUp', asked, { itself: true });
    await ada.keyboard.press('t');
    const reply = ada.getByRole('textbox', { name: 'Reply in the thread' });
    await reply.waitFor();
    await pressUntilIn(ada, 'Tab', reply);
    await ada.keyboard.type('Friday it is');
    await ada.keyboard.press('Enter');
    await ada.getByRole('log', { name: 'Messages in the thread' }).getByText('Friday it is').waitFor();
    await ada.keyboard.press('Escape');
    await log(ada).getByText('1 reply').waitFor();
    await pressUntilIn(ada, 'Shift+Tab', log(ada));
    await pressUntilIn(ada, 'ArrowUp', asked, { itself: true });
    await ada.keyboard.press('+');
    await ada.getByLabel('Search emoji').waitFor();
    await ada.keyboard.type('thumbs up');
    await ada.getByRole('grid', { name: 'Emoji' }).getByText('👍').first().waitFor();
    await ada.keyboard.press('Enter');
    await asked.getByText('👍').waitFor();
    await pressUntilIn(ada, 'Tab', field('plans'));
    await ada.keyboard.type('I bring the rope');
    await ada.keyboard.press('Enter');
    await message('I bring the rope')
      .getByText(/^(On a relay|Delivered)/u)
      .first()
      .waitFor({ state: 'attached' });
    await ada.keyboard.press('ArrowUp');
    await ada.keyboard.press('End');
    await ada.keyboard.type(', and gloves');
    await ada.keyboard.press('Enter');
    await message('I bring the rope, and gloves')
      .getByText(/edited/iu)
      .first()
      .waitFor();
    await ben.until(
      async () =>
        (await ben.call('message.list', { space: 'Lab', channel: 'plans' })).some(
          ({ text, edited }) => text === 'I bring the rope, and gloves' && edited !== undefined,
        ),
      'Ben reads the edit',
    );
  });

  journey('the network goes and comes back: it is said, and nothing is lost', async () => {
    await choose(ada, 'Work offline');
    await pressUntilIn(ada, 'Tab', field('plans'));
    await ada.keyboard.type('Written in the lift');
    await ada.keyboard.press('Enter');
    await message('Written in the lift')
      .getByText(/^Pending/u)
      .first()
      .waitFor({ state: 'attached' });
    await ben.call('message.send', { space: 'Lab', channel: 'plans', text: 'Meanwhile on the pier' });
    await choose(ada, 'Go online');
    await see(ada, 'Meanwhile on the pier');
    await message('Written in the lift')
      .getByText(/^Delivered/u)
      .first()
      .waitFor({ state: 'attached' });
  });

  journey('the canvas is written and left by keyboard', async () => {
    await choose(ada, 'Canvas');
    const text = canvas(ada).or(ada.getByRole('textbox', { name: 'Canvas of plans' }));
    await text.waitFor();
    await pressUntilIn(ada, 'Tab', text);
    await ada.keyboard.type('# Friday\nrope and gloves');
    await ben.until(
      async () =>
        (await ben.call('canvas.show', { space: 'Lab', channel: 'plans' })).markdown.includes('# Friday'),
      'Ben has the canvas',
    );
    await ada.keyboard.press('Escape');
    await ada.keyboard.press('Escape');
  });

  journey('every shortcut can be looked up, and the screens have no barriers', async () => {
    await ada.keyboard.press('Control+/');
    await ada.getByRole('dialog').getByText('Next unread channel').waitFor();
    expect(await findFlaws(ada, 'journey-7-keys')).toEqual([]);
    await ada.keyboard.press('Escape');
    expect(await findFlaws(ada, 'journey-7-channel')).toEqual([]);
  });

  journey('a screen reader reads who wrote what and when, in order, and hears what arrives', async () => {
    const told = await log(ada).ariaSnapshot();
    const places = [
      'Ben',
      'shall we move the buoy',
      'Ada',
      'I bring the rope',
      'Written in the lift',
      'Meanwhile',
    ].map((words) => told.indexOf(words));
    expect(places).not.toContain(-1);
    expect(places[1]).toBeLessThan(places[3] ?? 0);
    expect(told).toMatch(/Delivered/u);
    const landmarks = await ada.locator('body').ariaSnapshot();
    for (const landmark of ['main', 'navigation', 'log', 'textbox "Message to plans"'])
      expect(landmarks).toContain(landmark);
    const heard = ada.locator('[aria-live=polite], [role=status], output');
    await ben.call('message.send', { space: 'Lab', channel: 'plans', text: 'Can you hear me?' });
    await expect
      .poll(async () => (await heard.allTextContents()).join('\n'), { timeout: 20_000 })
      .toMatch(/Ben.*Can you hear me\?/su);
    expect(app.complaints).toEqual([]);
  });
});
