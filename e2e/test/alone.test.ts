/**
 * What one person alone can do with what `npm start` runs, in its interface and with a second client from the command line: have
 * an AI node in, ask it and let it go; invite, promote and remove; report and decide; use a plugin; and see why.
 */
import path from 'node:path';
import type { FrameLocator, Page } from 'playwright-core';
import { afterAll, describe, expect } from 'vitest';
import { saveModel, tinyChatModel } from '../../packages/ai/test/tiny/index.ts';
import { type App, createApp, journey, type Program } from '../src/app.ts';
import {
  closeSheets,
  composer,
  createAccount,
  createSpace,
  log,
  openInvite,
  press,
  say,
} from '../src/gestures.ts';
import { keptByProfile } from '../src/kept-bytes.ts';
import { findFlaws } from '../src/looks.ts';
import { addPlugin, decide, openPanel, turnTo } from '../src/panel.ts';

/** Each look is a command of its own. */
const PATIENT = { timeout: 40_000 };
const LAB = ['--space', 'Lab'] as const;

describe('one person alone', () => {
  let app: App;
  let ada: Page;
  let admin: FrameLocator;
  let node: Program;
  let removeModel: () => void = () => undefined;
  afterAll(async () => {
    await app?.close();
    removeModel();
  });

  /** What Ben does, with a command. */
  const ben = (...args: string[]): Promise<string> => app.command(...args, '--profile', 'ben');
  const benReads = async (channel: string): Promise<{ id: string; text: string }[]> =>
    JSON.parse(await ben('message', 'list', ...LAB, '--channel', channel, '--json')) as [];

  journey('has a space, and the admin panel in it', async () => {
    app = await createApp();
    ada = await app.open((await app.start('ada')).address);
    await createAccount(ada, 'Ada');
    await createSpace(ada, 'Lab');
    await addPlugin(ada, 'Admin', 'Lab');
    admin = await openPanel(ada, 'Admin');
    await admin.getByText('Nothing waits for a decision.').waitFor();
    expect(await findFlaws(ada, 'alone-overview')).toEqual([]);
  });

  journey('admits an AI node with a model file, and asks it', async () => {
    await say(ada, 'The boat is called Marlin.');
    await turnTo(admin, 'Invites');
    await decide(admin, {
      button: 'Make an invite…',
      fill: { 'They come as': 'AI node', 'Admitted at once to': '#general' },
      confirm: 'Make the link',
      said: /^The link is ready/u,
    });
    expect(await findFlaws(ada, 'alone-invite-ai')).toEqual([]);
    const link = await admin.getByLabel('Select it and copy').inputValue();
    const model = saveModel(tinyChatModel({ contextTokens: 4096 }), (remove) => (removeModel = remove));
    const data = path.join(app.home, 'atlas');
    const place = ['--data', data, '--space', link, '--name', 'Atlas', '--listen', '127.0.0.1:0', '--cpu'];
    node = await app.launch('ai', 'start', '--model', model.path, ...place);
    await turnTo(admin, 'Relays and AI');
    await admin.getByText('Admitted in').waitFor();
    await admin.getByText('Online', { exact: true }).waitFor();
    expect(await findFlaws(ada, 'alone-nodes')).toEqual([]);
    await ada.getByRole('button', { name: /Only you and Atlas can read this/u }).waitFor();
    await say(ada, '@Atlas What is the boat called?');
    await log(ada).getByText('Written by a model:').waitFor();
    expect(await findFlaws(ada, 'alone-answer')).toEqual([]);
  });

  journey('invites somebody, who comes by the command line, and makes a moderator of them', async () => {
    const link = await openInvite(ada, 'Lab');
    await closeSheets(ada);
    await ben('account', 'create', '--name', 'Ben');
    expect(await ben('space', 'join', link)).toContain('ready');
    await app.launch('up', '--json', '--profile', 'ben');
    await turnTo(admin, 'Members');
    await decide(admin, {
      button: 'Change role…: Ben',
      fill: { 'From now on': 'Moderator' },
      confirm: 'Change the role',
      said: /Ben.* is now: .*Moderator/u,
    });
    expect(await findFlaws(ada, 'alone-members')).toEqual([]);
    await expect.poll(async () => ben('space', 'list'), PATIENT).toContain('moderator');
  });

  journey('reports a message, and decides what was reported', async () => {
    const answer = log(ada).locator('[data-message]', { hasText: 'Written by a model:' });
    await answer.hover();
    await answer.getByRole('button', { name: /^More/u }).click();
    await ada.getByRole('menuitem', { name: 'Report…' }).click();
    await ada.getByText('This is what they are shown').waitFor();
    expect(await findFlaws(ada, 'alone-report')).toEqual([]);
    await press(ada, 'Report');
    const reports = async () =>
      JSON.parse(await ben('report', 'list', ...LAB, '--json')) as {
        id: string;
        reporter: string;
        state: string;
      }[];
    await expect.poll(reports, PATIENT).toMatchObject([{ reporter: 'Ada', state: 'open' }]);
    const [report] = await reports();
    await ben(
      'report',
      'close',
      ...LAB,
      report?.id ?? '',
      '--outcome',
      'warned',
      '--words',
      'Say where you have it from',
    );
    await turnTo(admin, 'Reports');
    await admin.getByText('Decided by').waitFor();

    const said = await benReads('general');
    const id = said.at(-1)?.id ?? '';
    await ben('report', 'create', ...LAB, id, '--reason', 'other', '--note', 'It makes things up');
    await turnTo(admin, 'Overview');
    await admin.getByText('1 report is open').waitFor();
    await admin.getByRole('button', { name: 'Look: Reports' }).click();
    await admin.getByRole('button', { name: 'Evidence: Atlas' }).first().click();
    await admin.getByText(/^All .* checks hold/u).waitFor();
    expect(await findFlaws(ada, 'alone-evidence')).toEqual([]);
    await decide(admin, {
      button: 'Decide…: Atlas',
      fill: { 'What comes of it': 'Hide the message', 'Why (optional)': 'It is not true' },
      confirm: 'Decide',
      said: /^Decided: .*Hide the message/u,
    });
    await answer.waitFor({ state: 'detached' });
    await expect
      .poll(async () => (await reports()).map(({ state }) => state), PATIENT)
      .toEqual(['closed', 'closed']);
  });

  journey('lets the AI node go, which reads nothing after', async () => {
    await turnTo(admin, 'Relays and AI');
    await decide(admin, {
      button: /^End in .?#general.?…: Atlas/u,
      confirm: 'End it',
      said: /Atlas.* reads .*#general.* no more/u,
    });
    await ada.getByRole('button', { name: /Only the 2 members can read this/u }).waitFor();
    await say(ada, '@Atlas the keel is cracked');
    await expect
      .poll(async () => (await benReads('general')).map(({ text }) => text), PATIENT)
      .toContain('@Atlas the keel is cracked');
    await app.command('sync', 'wait', ...LAB, '--profile', 'ada');
    await node.stop();
    const kept = await keptByProfile(path.join(app.home, 'atlas', 'profile'));
    expect(kept.includes('What is the boat called')).toBe(true);
    for (const words of ['keel is cracked', 'is called Marlin'])
      expect([words, kept.includes(words)]).toEqual([words, false]);
  });

  journey('sees why somebody may what they may, and why a decision counts', async () => {
    await turnTo(admin, 'Audit');
    const grant = admin.getByRole('listitem').filter({ hasText: 'Moderator' }).first();
    await grant.getByRole('button', { name: /^Why\?/u }).click();
    await grant.getByText('It counts.').waitFor();
    await grant.getByText('It takes at least the rank: ').waitFor();
    expect(await findFlaws(ada, 'alone-why')).toEqual([]);
    await turnTo(admin, 'Members');
    const card = admin.locator('.cards > li').filter({ hasText: 'Ben' });
    await card.getByRole('button', { name: 'What they may: Ben' }).click();
    await card.getByText(/^May .?mute members/u).waitFor();
    await card.getByText(/^May not .?invite people/u).waitFor();
    await card.getByText(/made .?Ben.?: .?Moderator/u).waitFor();
    expect(await findFlaws(ada, 'alone-rights')).toEqual([]);
  });

  journey('removes the invited one, and loads the plugin that reminds', async () => {
    await turnTo(admin, 'Members');
    await decide(admin, { button: 'Remove…: Ben', confirm: 'Remove', said: /Ben.* was removed/u });
    await expect.poll(async () => ben('space', 'list'), PATIENT).toContain('removed');
    await turnTo(admin, 'Invites');
    expect(await findFlaws(ada, 'alone-invites')).toEqual([]);
    await decide(admin, {
      button: /^Withdraw…: .?Member/u,
      confirm: 'Withdraw',
      said: /^1 invite was withdrawn/u,
    });
    await admin.getByText('No link admits anybody now.').waitFor();
    await addPlugin(ada, 'Reminders', 'Lab');
    const reminders = await openPanel(ada, 'Reminders');
    await composer(ada).fill('/remind me in 20 minutes to stretch');
    await composer(ada).press('Enter');
    await reminders.getByText('stretch', { exact: true }).waitFor();
    expect(await findFlaws(ada, 'alone-reminders')).toEqual([]);
    // What it may is taken back while its panel is open: that closes, and says why.
    await app.command('plugin', 'revoke', 'reminders', ...LAB, '--profile', 'ada');
    await ada.getByRole('alert').getByText('Reminders is allowed nothing any more').waitFor();
    expect(await ada.locator('iframe').count()).toBe(0);
    expect(await findFlaws(ada, 'alone-withdrawn')).toEqual([]);
    await press(ada, 'Members');
    await ada.locator('.member', { hasText: 'Atlas' }).waitFor();
    // A machine stays what it came as.
    expect(await ada.getByRole('button', { name: 'Make admin' }).count()).toBe(0);
    expect(app.complaints).toEqual([]);
  });
});
