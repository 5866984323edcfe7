/** What people do with messages, in a real browser: by pointer and by keyboard. */
import { describe, expect, it } from 'vitest';
import { BROWSER_PATH } from './browser.ts';
import { callsOf, composer, GENERAL, LAB, log, row } from './lab.ts';
import { useChannelStage } from './stage.ts';

describe.skipIf(BROWSER_PATH === undefined)('messages (skipped without PLEXI_BROWSER)', () => {
  const open = useChannelStage();

  it('by keyboard alone: to a message, react, answer, edit, delete', async () => {
    const page = await open('rich');
    await row(page, 'Who brings what?').waitFor();
    await log(page).focus();
    await page.keyboard.press('ArrowUp');
    const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '');
    expect(await focused()).toContain('Who brings what?');
    // react
    await page.keyboard.press('+');
    await page.getByRole('searchbox', { name: 'Search emoji' }).waitFor();
    await page.keyboard.type('tada');
    await page.getByRole('gridcell').first().waitFor();
    await page.keyboard.press('Enter');
    await row(page, 'Who brings what?')
      .getByRole('button', { name: /^🎉, 1 person: Ada/u })
      .waitFor();
    // answer
    await page.keyboard.press('ArrowUp');
    await row(page, 'Who brings what?').focus();
    await page.keyboard.press('r');
    await page.getByText('Answering Noor: Who brings what?').waitFor();
    await page.keyboard.type('The map.');
    await page.keyboard.press('Enter');
    await row(page, 'The map.')
      .getByRole('button', { name: /^Answer to ?Noor/u })
      .waitFor();
    expect(await callsOf(page, 'message.reply')).toMatchObject([{ text: 'The map.', channel: true }]);
    // edit the last own one with the up key
    await page.keyboard.press('ArrowUp');
    await page.getByText(/^Editing your message/u).waitFor();
    await page.waitForFunction(
      () => (document.activeElement as HTMLTextAreaElement | null)?.value === 'The map.',
    );
    await page.keyboard.type(' And a pen.');
    await page.keyboard.press('Enter');
    await row(page, 'The map. And a pen.').getByRole('button', { name: 'edited' }).waitFor();
    // delete, asked first
    await row(page, 'The map. And a pen.').focus();
    await page.keyboard.press('Delete');
    await page
      .getByRole('alertdialog')
      .getByText(/can’t be undone/u)
      .waitFor();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete for everyone' }).click();
    await row(page, 'This message was deleted.').last().waitFor();
    expect(await row(page, 'The map.').count()).toBe(0);
  });

  it('a toolbar appears over a message without moving it, and its menu says every key', async () => {
    const page = await open('rich');
    const target = row(page, 'Thursday it is.');
    const before = await target.boundingBox();
    await target.hover();
    await target.getByRole('toolbar').waitFor();
    expect(await target.boundingBox()).toEqual(before);
    await target.click({ button: 'right' });
    const menu = page.getByRole('menu');
    await menu.waitFor();
    expect(await menu.getByRole('menuitem').allTextContents()).toEqual(
      expect.arrayContaining(['EditE', 'PinP', 'Copy linkL', 'Delete for everyoneDel']),
    );
    await menu.getByRole('menuitem', { name: 'Pin' }).click();
    await target.getByText('Pinned').waitFor();
    await page.getByRole('button', { name: 'Pinned messages' }).click();
    await page.getByRole('complementary').getByText('Thursday it is.').waitFor();
  });

  it('who came, left or was removed stands between the messages: read in order, never focused, never counted', async () => {
    const page = await open('rich');
    const lines = log(page).locator('.change-line span');
    await lines.first().waitFor();
    const shown = [
      'Noor joined, let in by Ada',
      'Ben Okafor added a device of their own',
      'Ben Okafor put out a device of their own',
      'Ada made Ben Okafor an admin',
      'Ben Okafor removed mfraser',
    ];
    const asked = log(page).locator('[data-mentioned="true"]');
    await asked.focus();
    expect(await lines.allTextContents()).toEqual(shown);
    const [last, line, next] = await Promise.all(
      [row(page, 'I will scan it this afternoon'), lines.first(), asked].map(
        async (part) => (await part.boundingBox())?.y ?? 0,
      ),
    );
    expect([last, line, next]).toEqual([last, line, next].sort((a, b) => (a ?? 0) - (b ?? 0)));
    await page.keyboard.press('ArrowUp');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('I will scan it');
    expect(await log(page).locator('.change-line :is(button, [tabindex])').count()).toBe(0);
    // Somebody is removed meanwhile: it shows, and nothing is unread by it.
    await page.getByRole('button', { name: 'To the newest' }).or(composer(page)).first().click();
    await page.evaluate((space) => {
      const lab = window.peer.script.spaces.find(({ summary }) => summary.id === space);
      const [change] = lab?.changes?.slice(-1) ?? [];
      if (lab?.changes === undefined || change === undefined) throw new TypeError('no changes');
      const newest = [...lab.messages.values()].flat().at(-1)?.clock ?? 0;
      lab.changes.push({ ...change, id: '0'.repeat(64), clock: newest + 0.5, name: 'kit' });
      window.peer.emit({ type: 'space', space });
    }, LAB);
    await lines.filter({ hasText: 'Ben Okafor removed kit' }).waitFor();
    expect(await log(page).getByText('New messages').count()).toBe(0);
    // What is older comes with the older messages.
    expect(await lines.filter({ hasText: 'kit left' }).count()).toBe(0);
    await log(page).evaluate((element) => element.scrollTo(0, 0));
    await page.waitForFunction(() => window.peer.calls.filter(({ id }) => id === 'message.list').length > 1);
    await row(page, 'Earlier line 100:').waitFor({ state: 'attached' });
    await lines.filter({ hasText: 'kit left' }).waitFor({ state: 'attached' });
  });

  it('a thread: opened from its chip, answered, and shown in the channel only when asked to', async () => {
    const page = await open('rich');
    await page.getByRole('button', { name: 'Pinned messages' }).click();
    await page.getByRole('button', { name: 'Show in the channel' }).first().click();
    await page.getByRole('button', { name: /^3 replies/u }).click();
    const pane = page.getByRole('complementary');
    await pane.getByText('Agreed, I bring the second sensor.').waitFor();
    await pane.getByLabel('Reply in the thread').fill('And cake.');
    await pane.getByLabel('Reply in the thread').press('Enter');
    await pane.locator('[data-message]', { hasText: 'And cake.' }).waitFor();
    expect(await row(page, 'And cake.').count()).toBe(0);
    await pane.getByText('Show it in the channel too').click();
    await pane.getByLabel('Reply in the thread').fill('For everyone.');
    await pane.getByLabel('Reply in the thread').press('Enter');
    await page.waitForFunction(
      () => window.peer.calls.filter(({ id }) => id === 'message.reply').length === 2,
    );
    expect(await callsOf(page, 'message.reply')).toMatchObject([{ channel: false }, { channel: true }]);
  });

  it('jumps to a message far back, stands by it, and comes back to the newest', async () => {
    const page = await open('rich');
    const target = await page.evaluate(
      ([space, channel]) =>
        window.peer.script.spaces.find(({ summary }) => summary.id === space)?.messages.get(channel)?.[3]
          ?.id ?? '',
      [LAB, GENERAL] as const,
    );
    await composer(page).fill(`see plexi://${LAB}/${GENERAL}/${target}`);
    await composer(page).press('Enter');
    await log(page).getByRole('button', { name: 'Link to a message' }).click();
    const far = page.locator(`[data-message="${target}"]`);
    await far.waitFor();
    await page.waitForFunction((id) => document.activeElement?.getAttribute('data-message') === id, target);
    expect(await far.textContent()).toContain('Earlier line 4:');
    const box = await far.boundingBox();
    expect(box?.y).toBeGreaterThan(56);
    expect(box?.y).toBeLessThan(760);
    // What arrives meanwhile does not disturb.
    await page.evaluate(([space, channel]) => void window.peer.say(space, channel, 'Noor', 'meanwhile'), [
      LAB,
      GENERAL,
    ] as const);
    expect(await far.boundingBox()).toEqual(box);
    await page.getByRole('button', { name: /To the newest|new message/u }).click();
    await row(page, 'meanwhile').waitFor();
  });

  it('a way back to a channel is no jump; a jump to an answer in a thread opens the thread', async () => {
    const page = await open('rich');
    const idAt = (text: string) =>
      page.evaluate(
        ([space, channel, words]) =>
          window.peer.script.spaces
            .find(({ summary }) => summary.id === space)
            ?.messages.get(channel)
            ?.find((message) => message.text.includes(words))?.id ?? '',
        [LAB, GENERAL, text] as const,
      );
    const apart = await idAt('Agreed, I bring');
    await composer(page).fill(
      `plexi://${LAB}/${GENERAL}/${await idAt('Earlier line 4:')} plexi://${LAB}/${GENERAL}/${apart}`,
    );
    await composer(page).press('Enter');
    const links = log(page).getByRole('button', { name: 'Link to a message' });
    await links.last().click();
    await page.getByRole('complementary').locator(`[data-message="${apart}"]`).waitFor();
    expect(await page.locator('.timeline').locator(`[data-message="${apart}"]`).count()).toBe(0);
    await page
      .locator('.timeline')
      .locator('[data-marked="true"]', { hasText: 'Which day for the' })
      .waitFor();
    await page.getByRole('button', { name: 'Close', exact: true }).click();
    const newest = page.getByRole('button', { name: 'To the newest' });
    if ((await newest.count()) > 0) await newest.click();
    await links.first().click();
    await row(page, 'Earlier line 4:').waitFor();
    await page.keyboard.press('Alt+ArrowDown');
    await page.getByLabel('Message to instruments').waitFor();
    await page.keyboard.press('Alt+ArrowUp');
    await row(page, 'Who brings what?').waitFor();
    expect(await row(page, 'Earlier line 4:').count()).toBe(0);
  });

  it('completes names, channels and emoji while writing, and formats by key', async () => {
    const page = await open('rich');
    const field = composer(page);
    await field.focus();
    await page.keyboard.type('hi @ben');
    await page.getByRole('option', { name: 'Ben Okafor' }).waitFor();
    expect(await field.getAttribute('aria-activedescendant')).not.toBeNull();
    await page.keyboard.press('Enter');
    expect(await field.inputValue()).toBe('hi @Ben Okafor ');
    await page.keyboard.type('in #inst');
    await page.getByRole('option', { name: 'instruments' }).waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.type(':tada');
    await page.getByRole('option', { name: 'party popper' }).waitFor();
    await page.keyboard.press('Enter');
    expect(await field.inputValue()).toBe('hi @Ben Okafor in #instruments 🎉 ');
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Control+b');
    expect(await field.inputValue()).toBe('**hi @Ben Okafor in #instruments 🎉 **');
    await page.keyboard.press('Control+b');
    await page.getByRole('button', { name: 'Preview' }).click();
    await page.getByRole('region', { name: 'How it will look' }).getByText('@Ben Okafor').waitFor();
    await field.press('Enter');
    await row(page, 'hi @Ben Okafor').waitFor();
  });

  it('asks a question, votes on it, changes the vote and closes it', async () => {
    const page = await open('busy');
    await page.getByRole('button', { name: 'New poll' }).click();
    await page.getByLabel('Question').fill('Lunch?');
    await page.getByLabel('Answer 1').fill('Soup');
    await page.getByLabel('Answer 2').fill('Salad');
    await page.getByRole('button', { name: 'Ask' }).click();
    const poll = row(page, 'Lunch?');
    await poll.getByRole('radio', { name: /Soup/u }).click();
    await poll.getByText('1 person voted').waitFor();
    await poll.getByRole('radio', { name: /Salad/u }).click();
    await page.waitForFunction(
      () => window.peer.calls.filter(({ id }) => id === 'message.vote').length === 2,
    );
    expect((await callsOf(page, 'message.vote')).at(-1)).toMatchObject({ choices: [1] });
    await poll.getByRole('button', { name: 'Close the poll' }).click();
    await poll.getByText('Poll: closed').waitFor();
    expect(await poll.getByRole('radio', { name: /Soup/u }).isDisabled()).toBe(true);
  });

  it('keeps the page small, however long the channel is', async () => {
    const page = await open('rich');
    await row(page, 'Who brings what?').waitFor();
    for (let step = 0; step < 12; step++) {
      await log(page).evaluate((list) => list.scrollBy(0, -1500));
      await page.waitForFunction(() => document.querySelectorAll('[data-message]').length > 5);
    }
    expect(await page.locator('[data-message]').count()).toBeLessThan(60);
  });
});
