/** Journey 6: an admin handles a report, from the notification to closed, with its evidence, in under a minute [A4]. */
import type { Page } from 'playwright-core';
import { afterAll, describe, expect } from 'vitest';
import { type App, createApp, journey } from '../src/app.ts';
import { createAccount, createSpace, heading, log, openInvite, press, see } from '../src/gestures.ts';
import { findFlaws } from '../src/looks.ts';
import { choose } from '../src/palette.ts';
import { createWorld, type Person, type World } from '../src/world.ts';

const lab = { space: 'Lab', channel: 'general' } as const;
const SPAM = 'Guaranteed gains! Send me your coins';

describe('journey 6: a report, decided', () => {
  let world: World;
  let app: App;
  let ada: Page;
  let cleo: Person;
  let dan: Person;
  afterAll(async () => {
    await app?.close();
    await world?.close();
  });

  const reports = () => cleo.call('report.list', { space: 'Lab' });
  const notices = () => dan.call('report.notices', { space: 'Lab' });

  journey('Cleo reports what Dan wrote', async () => {
    world = await createWorld();
    app = await createApp();
    ada = await app.open((await app.start('ada')).address);
    await createAccount(ada, 'Ada');
    await createSpace(ada, 'Lab');
    const link = await openInvite(ada, 'Lab');
    await ada.keyboard.press('Escape');
    [cleo, dan] = [await world.person('Cleo'), await world.person('Dan')];
    for (const person of [cleo, dan]) await person.call('space.join', { link });
    const said = await dan.call('message.send', { ...lab, text: SPAM });
    await cleo.until(
      async () => (await cleo.call('message.list', lab)).some(({ id }) => id === said.id),
      'Cleo reads it',
    );
    await cleo.call('report.create', { space: 'Lab', id: said.id, reason: 'spam', note: 'To all of us' });
  });

  journey(
    'Ada is told, sees the evidence, and decides, though the network goes in between',
    async ({ annotate }) => {
      const since = performance.now();
      await ada.getByText('A report waits for your decision.').waitFor();
      await press(ada, 'Look at it');
      const pane = ada
        .getByRole('complementary')
        .or(ada.getByRole('region', { name: 'Reports' }))
        .first();
      await ada.getByText('To all of us').waitFor();
      await pane.getByText(SPAM).first().waitFor();
      await ada.getByText('Checked: Dan wrote this').waitFor();
      await press(ada, 'Show the evidence');
      await ada.getByText('The words are unchanged').waitFor();
      expect(await ada.getByText('Does not hold').count()).toBe(0);
      expect(await findFlaws(ada, 'journey-6-report')).toEqual([]);
      await choose(ada, 'Work offline');
      await press(ada, 'Decide…');
      await ada.getByText('Hide the message', { exact: true }).click();
      await ada.getByText('Nobody sees the message any more. Dan is told and may appeal.').waitFor();
      await ada.getByLabel('Why, for everybody concerned').fill('No selling in here');
      expect(await findFlaws(ada, 'journey-6-decision')).toEqual([]);
      await press(ada, 'Hide the message');
      await ada.getByText('Ada hid the message').waitFor();
      const seconds = (performance.now() - since) / 1000;
      expect(seconds).toBeLessThan(60);
      await annotate(`from the notification to closed: ${seconds.toFixed(1)} s`);
      expect((await reports())[0]?.state).toBe('open');
      await press(ada, 'Go online');
      await cleo.until(async () => (await reports())[0]?.state === 'closed', 'Cleo hears what came of it');
      expect((await reports())[0]).toMatchObject({
        outcome: 'hidden',
        decidedBy: 'Ada',
        words: 'No selling in here',
      });
      await dan.until(async () => (await notices()).length === 1, 'Dan hears why');
      expect((await notices())[0]).toMatchObject({ outcome: 'hidden', words: 'No selling in here' });
    },
  );

  journey('the message is gone for everyone, and nobody waits for a decision any more', async () => {
    await expect.poll(() => log(ada).getByText(SPAM).count()).toBe(0);
    await cleo.until(
      async () => (await cleo.call('message.list', lab))[0]?.deleted === true,
      'it is hidden for Cleo',
    );
    expect(await ada.getByText('A report waits for your decision.').count()).toBe(0);
    await dan.call('message.send', { ...lab, text: 'Sorry' });
    await see(ada, 'Sorry');
    await heading(ada, 'Reports').waitFor();
    expect(app.complaints).toEqual([]);
  });
});
