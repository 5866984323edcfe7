/**
 * The week of `week.test.ts` as it is lived: an owner and the moderator in the app, its admin panel and the command line, the others
 * beside them, two relays, and an AI node that comes on Friday and is let go again.
 */
import type { FrameLocator, Page } from 'playwright-core';
import { afterAll, describe, expect } from 'vitest';
import { saveModel, tinyChatModel } from '../../packages/ai/test/tiny/index.ts';
import { type App, createApp, journey } from '../src/app.ts';
import { closeSheets, createAccount, lookAt, press } from '../src/gestures.ts';
import { type Hand, SPACE } from '../src/hand.ts';
import { findFlaws } from '../src/looks.ts';
import { addPlugin, openPanel, turnTo } from '../src/panel.ts';
import { byPanel } from '../src/panel-hand.ts';
import { type Cast, friday, monday, thursday, tuesday, visit, wednesday } from '../src/week.ts';
import { createWorld, type Person, type World } from '../src/world.ts';

const DAY_MS = 300_000;

describe('a week in the app', { timeout: DAY_MS }, () => {
  let world: World;
  let app: App;
  let cast: Cast;
  let gus: Person;
  let ada: Page;
  let panel: FrameLocator;
  let removeModel: () => void = () => undefined;
  afterAll(async () => {
    await app?.close();
    await world?.close();
    removeModel();
  });

  const settle = async (page: Page, name: string, profile: string): Promise<[Hand, FrameLocator]> => {
    await addPlugin(page, 'Admin', SPACE);
    const opened = await openPanel(page, 'Admin');
    return [byPanel(name, app, profile, page, opened), opened];
  };

  journey('Monday: Ada founds it, Mo comes by her link', async () => {
    [world, app] = [await createWorld(), await createApp()];
    const relays = await Promise.all([world.relay(), world.relay()]);
    ada = await app.open((await app.start('ada')).address);
    await createAccount(ada, 'Ada');
    const where = relays.flatMap(({ address }) => ['--relay', address]);
    await app.command('space', 'create', '--name', SPACE, ...where, '--profile', 'ada');
    await ada.getByRole('button', { name: `${SPACE}: menu` }).waitFor();
    const [hand, opened] = await settle(ada, 'Ada', 'ada');
    panel = opened;
    cast = await monday(world, relays, hand, async (link) => {
      const mo = await app.open((await app.start('mo')).address);
      await createAccount(mo, 'Mo');
      await lookAt(mo, link);
      await press(mo, 'Join');
      await mo.getByRole('button', { name: `${SPACE}: menu` }).waitFor();
      await closeSheets(mo);
      return (await settle(mo, 'Mo', 'mo'))[0];
    });
    await turnTo(panel, 'Members');
    expect(await findFlaws(ada, 'week-members')).toEqual([]);
  });

  journey('Tuesday: they work, some of them among themselves, with a guest', async () => {
    gus = await tuesday(world, cast);
    expect((await gus.call('space.list', {}))[0]?.role).toBe('guest');
  });

  journey('[G7] Wednesday: cut in two, both sides decide, and come to one mind', async () => {
    expect(await wednesday(world, cast)).toEqual(
      expect.arrayContaining(['Cy member', 'Gus guest', 'Mal admin', 'Mo moderator']),
    );
    await turnTo(panel, 'Audit');
    expect(await findFlaws(ada, 'week-audit')).toEqual([]);
  });

  journey('[G4] Thursday: what the admin does in secret is void once he is removed', async () => {
    const ranks = await thursday(world, cast);
    expect(ranks).toHaveLength(7);
    expect(ranks).not.toContain('Mal admin');
  });

  journey('[K6] Friday: an AI node is admitted, asked, and let go', async () => {
    const model = saveModel(tinyChatModel({ contextTokens: 4096 }), (remove) => (removeModel = remove));
    await visit(world, cast, model.path);
  });

  journey('[A4] [G5] judged, judged again, and signed as final; all hold the same', async () => {
    const ranks = await friday(cast, gus);
    // The node stays a member that no channel admits.
    expect(ranks).toHaveLength(7);
    expect(ranks).toContain('Atlas ai');
    expect(ranks).toEqual(expect.arrayContaining(['Ada owner', 'Cy member', 'Mo moderator', 'Olu owner']));
    await turnTo(panel, 'Overview');
    expect(await findFlaws(ada, 'week-overview')).toEqual([]);
    await turnTo(panel, 'Reports');
    expect(await findFlaws(ada, 'week-reports')).toEqual([]);
    expect(app.complaints).toEqual([]);
  });
});
