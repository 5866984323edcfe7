/** What a channel shows first, what of it counts as read, and what it shows only to those who want to see it. */
import { describe, expect, it } from 'vitest';
import { SAFETY_NUMBER } from '../scripted-verification.ts';
import { BROWSER_PATH } from './browser.ts';
import { callsOf, composer, GENERAL, LAB, log, row } from './lab.ts';
import { useChannelStage } from './stage.ts';
import { choose } from './ways.ts';

describe.skipIf(BROWSER_PATH === undefined)('reading a channel (skipped without PLEXI_BROWSER)', () => {
  const open = useChannelStage();

  it('opens where the reader left off, and takes for read only what was in sight', async () => {
    const page = await open('behind');
    const messages = await page.evaluate(
      ([space, channel]) =>
        (
          window.peer.script.spaces.find(({ summary }) => summary.id === space)?.messages.get(channel) ?? []
        ).map(({ id, own }) => ({ id, own })),
      [LAB, GENERAL] as const,
    );
    const firstUnread = messages.slice(-90).find(({ own }) => !own)?.id;
    const line = page.locator('.new-line');
    const isUnder = (id: string | undefined) =>
      page.locator('.message-slot', { has: line }).locator(`[data-message="${id}"]`);
    await isUnder(firstUnread).waitFor();
    const top = await line.boundingBox();
    expect(top?.y).toBeLessThan(200);
    // What is below waits, and the count goes down with what is seen of it.
    const newest = page.getByRole('button', { name: /new messages$/u });
    await newest.waitFor();
    await log(page).hover();
    await page.mouse.wheel(0, 400);
    const told = async (): Promise<number> =>
      Math.max(
        ...((await callsOf(page, 'unread.read')) as { upTo?: string }[]).map(({ upTo }) =>
          messages.findIndex(({ id }) => id === upTo),
        ),
      );
    await expect.poll(told).toBeGreaterThan(messages.length - 90 + 8);
    const reached = await told();
    expect(reached).toBeLessThan(messages.length - 40);
    // A pane over the list, as in a narrow window, hides what waits: nothing of it is read.
    await page.keyboard.press('Control+Shift+m');
    await page.getByRole('complementary').waitFor();
    await page.setViewportSize({ width: 360, height: 800 });
    await log(page).waitFor({ state: 'hidden' });
    await page.setViewportSize({ width: 1440, height: 800 });
    await page.keyboard.press('Escape');
    await log(page).waitFor();
    // Away half way and back at once: on from there.
    await page.keyboard.press('Alt+ArrowDown');
    await page.getByLabel('Message to instruments').waitFor();
    await page.keyboard.press('Alt+ArrowUp');
    await line.waitFor();
    const under = await page
      .locator('.message-slot', { has: line })
      .locator('[data-message]')
      .first()
      .getAttribute('data-message');
    // What is in sight here counts as read after a moment, so the line's place is looked for among all that was told.
    const places = ((await callsOf(page, 'unread.read')) as { upTo?: string }[]).map(({ upTo }) => upTo);
    const nextAfter = messages.map(({ id }, index) => [
      id,
      messages.slice(index + 1).find(({ own }) => !own)?.id,
    ]);
    expect(nextAfter.filter(([id]) => places.includes(id)).map(([, next]) => next)).toContain(under);
    expect(messages.findIndex(({ id }) => id === under)).toBeGreaterThan(reached);
    expect((await line.boundingBox())?.y).toBeLessThan(200);
    // Somebody who jumps over some has not read them.
    expect(await told()).toBeLessThan(messages.length - 20);
    await page.keyboard.press('Escape');
    await line.waitFor({ state: 'detached' });
    expect(await callsOf(page, 'unread.read')).toContainEqual({ space: LAB, channel: GENERAL });
  });

  it('stays at the first of many that arrive at once; none of those that were not in sight is read', async () => {
    const page = await open('busy');
    await row(page, 'Found it, thank you.').waitFor();
    const said = await page.evaluate(
      ([space, channel]) =>
        Array.from(
          { length: 60 },
          (_, index) => window.peer.say(space, channel, 'Noor', `all at once ${index}`).id,
        ),
      [LAB, GENERAL] as const,
    );
    await page
      .locator('.message-slot', { has: page.locator('.new-line') })
      .locator(`[data-message="${said[0]}"]`)
      .waitFor();
    const told = async () =>
      ((await callsOf(page, 'unread.read')) as { upTo?: string }[]).map(({ upTo }) => upTo);
    // Those at the top count as read after a moment, and only those.
    await expect.poll(async () => (await told()).some((id) => said.includes(id ?? ''))).toBe(true);
    expect((await told()).filter((id) => id === undefined || said.indexOf(id) > 40)).toEqual([]);
    await page.getByRole('button', { name: /^\d\d new messages$/u }).click();
    await row(page, 'all at once 59').waitFor();
    await page.getByRole('button', { name: /new messages$/u }).waitFor({ state: 'detached' });
    await expect.poll(async () => (await told()).at(-1)).toBeOneOf([undefined, said[59]]);
  });

  it('puts the line over what came after the reader had left, not over what they had read', async () => {
    const page = await open('busy');
    const say = (text: string) =>
      page.evaluate(([space, channel, said]) => void window.peer.say(space, channel, 'Noor', said), [
        LAB,
        GENERAL,
        text,
      ] as const);
    await row(page, 'Found it, thank you.').waitFor();
    await say('seen and left');
    /** What is in sight when one leaves at once was not read: it is once the peer was told so. */
    const isRead = async (text: string): Promise<unknown> =>
      page.waitForFunction(
        (id) =>
          window.peer.calls.some(
            (call) => call.id === 'unread.read' && (call.input as { upTo?: string }).upTo === id,
          ),
        await row(page, text).getAttribute('data-message'),
      );
    await row(page, 'seen and left').waitFor();
    await isRead('seen and left');
    await page.keyboard.press('Alt+ArrowDown');
    await page.getByLabel('Message to instruments').waitFor();
    await say('said behind the back');
    await page.keyboard.press('Alt+ArrowUp');
    await page
      .locator('.message-slot', { has: page.locator('.new-line') })
      .getByText('said behind the back')
      .waitFor();
    expect(await page.locator('.new-line').count()).toBe(1);
    await isRead('said behind the back');
    // The peer tells of a message before it has counted it: whoever comes back in between finds the line as well.
    await page.keyboard.press('Alt+ArrowDown');
    await page.getByLabel('Message to instruments').waitFor();
    await page.evaluate(
      async ([space, channel]) => {
        const messages = window.peer.script.spaces.find(({ summary }) => summary.id === space)?.messages;
        const last = messages?.get(channel)?.at(-1);
        if (messages === undefined || last === undefined) return;
        const next = { ...last, id: 'f'.repeat(64), clock: last.clock + 1, text: 'not counted yet' };
        messages.set(channel, [...(messages.get(channel) ?? []), next]);
        window.peer.emit({ type: 'messages', space, channel, messages: [next], more: false });
        // The scripted peer's events arrive in a task of their own each.
        await new Promise((done) => setTimeout(done, 50));
      },
      [LAB, GENERAL] as const,
    );
    await page.keyboard.press('Alt+ArrowUp');
    await page
      .locator('.message-slot', { has: page.locator('.new-line') })
      .getByText('not counted yet')
      .waitFor();
  });

  it('[A3] what waits to be reviewed is behind a notice that one may open; what would be, one is told before', async () => {
    const page = await open('moderated');
    const words = 'That sensor is a zorbonaut.';
    await page.getByText('Waits to be reviewed: Insults and rude words').waitFor();
    expect(await page.getByText(words).count()).toBe(0);
    await page.getByRole('button', { name: 'Show it to me' }).first().press('Enter');
    await row(page, words)
      .getByText(/94% sure, by its words or links/u)
      .waitFor();
    await row(page, 'You are a zorbonaut yourself.')
      .getByText(/^Others see this behind a notice/u)
      .waitFor();

    await composer(page).fill('What a zorbonaut');
    await composer(page).press('Enter');
    await page.getByRole('alert').getByText('zorbonaut').waitFor();
    expect(await callsOf(page, 'message.send')).toEqual([]);
    await page.getByRole('button', { name: 'Change it' }).click();
    await composer(page).fill('What a sensor');
    await composer(page).press('Enter');
    await row(page, 'What a sensor').waitFor();
    await composer(page).fill('What a zorbonaut');
    await composer(page).press('Enter');
    await page.getByRole('button', { name: 'Send it as it is' }).click();
    await row(page, 'What a zorbonaut').waitFor();
    expect(await callsOf(page, 'message.send')).toMatchObject([
      { text: 'What a sensor' },
      { text: 'What a zorbonaut' },
    ]);
  });

  it('[A3] a channel is moderated by choice and by words, and only what changed is said', async () => {
    const page = await open('moderated');
    await choose(page, 'Settings of general');
    await page.getByLabel('Hate', { exact: true }).selectOption('Strict: hide until reviewed');
    await page.getByLabel('Words that count').fill('florbo');
    await page.getByRole('button', { name: 'Save moderation' }).click();
    await page.getByText(/^Decided by Ada/u).waitFor();
    expect(await callsOf(page, 'channel.moderate')).toMatchObject([
      { hate: 'strict', hide: ['toxicity', 'hate'], block: ['florbo'], forget: ['zorbo*'] },
    ]);
  });

  it('[K8] verifying somebody by their number, and the warning once they have a new device', async () => {
    const page = await open('verified');
    await page.getByRole('button', { name: 'Members', exact: true }).click();
    const pane = page.getByRole('complementary');
    const marks = pane.locator('.member', { hasText: 'Noor' }).getByText('Verified', { exact: true });
    await marks.waitFor({ state: 'attached' });
    const line = page.getByRole('log').locator('.change-line', { hasText: 'Ben Okafor' });
    await line.getByRole('button', { name: 'Compare again' }).click();
    const sheet = page.getByRole('dialog');
    await sheet.getByText('A device that came after you had compared').waitFor();
    await sheet.getByLabel(/^What Ben Okafor shows/u).fill('42789 79390');
    await sheet.getByRole('button', { name: 'Check it' }).click();
    await sheet.getByText('SAFETY_MISMATCH').waitFor();
    await page.keyboard.press('Escape');
    // Closed without a comparison: the warning stays, in the conversation with Ben too.
    await page
      .getByRole('navigation')
      .getByRole('button', { name: /^Ben Okafor/u })
      .last()
      .click();
    const banner = page.locator('.banner', { hasText: 'whom you verified, has a new device' });
    await banner.getByRole('button', { name: 'Compare again' }).click();
    await sheet.getByLabel(/^What Ben Okafor shows/u).fill(SAFETY_NUMBER);
    await page.keyboard.press('Enter');
    await banner.waitFor({ state: 'detached' });
    await page.getByRole('heading', { name: /Ben Okafor.*Verified/u }).waitFor();
    await page.getByRole('navigation').getByRole('button', { name: 'general', exact: true }).click();
    await line.waitFor();
    expect(await line.getByRole('button').count()).toBe(0);
  });
});
