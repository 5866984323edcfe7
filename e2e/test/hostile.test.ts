/**
 * Hostile text through every place that shows text, in a real browser: no script runs, nothing navigates, nothing is fetched,
 * no dialog opens, and what was written is what is read.
 */
import type { Page } from 'playwright-core';
import { afterAll, describe, expect } from 'vitest';
import { type App, createApp, journey } from '../src/app.ts';
import { composer, createAccount, heading, lookAt, press } from '../src/gestures.ts';
import { hostileNames, hostileTexts, WITHOUT_DATA } from '../src/hostile.ts';
import { createWorld, type Person, type World } from '../src/world.ts';

/** Watches for everything that a text must not be able to do. */
const watch = async (app: App, page: Page, done: string[]): Promise<void> => {
  const { origin, pathname } = new URL(page.url());
  page.on('dialog', (dialog) => {
    done.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('popup', (popup) => done.push(`a window: ${popup.url()}`));
  page.on('download', (download) => done.push(`a download: ${download.url()}`));
  page.on('framenavigated', (frame) => {
    const now = new URL(frame.url());
    if (frame.parentFrame() !== null || now.origin !== origin || now.pathname !== pathname)
      done.push(`navigation: ${frame.url()}`);
  });
  app.context.on('request', (request) => {
    const { protocol, host } = new URL(request.url());
    if (host !== new URL(origin).host && protocol !== 'data:' && protocol !== 'blob:')
      done.push(`a request: ${request.url()}`);
  });
  await page.evaluate(() => {
    for (const name of ['alert', 'confirm', 'prompt', 'print', 'open'] as const)
      Object.defineProperty(window, name, {
        value: () => document.documentElement.setAttribute('data-fired', name),
      });
  });
};

/** Elements that no text may become. */
const FORBIDDEN =
  'script, iframe, object, embed, base, form[action], link[rel=import], meta[http-equiv], [onerror], [onload], [onclick], ' +
  'a[href^="javascript:" i], a[href^="data:" i], a[href^="vbscript:" i], a[href^="file:" i], ' +
  '[role=log] img[src^="http" i], [role=log] svg[onload]';

const findHarm = (page: Page): Promise<string[]> =>
  page.evaluate((forbidden) => {
    const inside = [...document.body.querySelectorAll(forbidden)].filter(
      (element) => !(element instanceof HTMLScriptElement && element.src.startsWith(location.origin)),
    );
    const fired = document.documentElement.getAttribute('data-fired');
    return [...inside.map((element) => element.outerHTML.slice(0, 200)), ...(fired === null ? [] : [fired])];
  }, FORBIDDEN);

const messagesShown = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('[role=log] [data-message]')].map(
      (message) => message.dataset['message'] ?? '',
    ),
  );

/** Shows all of a channel, page after page, from the newest to the first message. */
const readThrough = async (page: Page, look: () => Promise<void>): Promise<void> => {
  let stuck = 0;
  while (stuck < 8) {
    await look();
    const moved = await page.evaluate(async () => {
      const log = document.querySelector<HTMLElement>('[role=log]');
      if (log === null) return false;
      const seen = (): string => log.querySelector('[data-message]')?.getAttribute('data-message') ?? '';
      const [top, first] = [log.scrollTop, seen()];
      log.scrollTop = Math.max(0, top - log.clientHeight * 0.9);
      await new Promise((resolve) => setTimeout(resolve, 60));
      return log.scrollTop !== top || seen() !== first;
    });
    stuck = moved ? 0 : stuck + 1;
  }
};

describe.skipIf(WITHOUT_DATA !== undefined)(
  `hostile text (${WITHOUT_DATA ?? 'the collections are there'})`,
  () => {
    let world: World;
    let app: App;
    let eve: Person;
    let ada: Page;
    const done: string[] = [];
    const [NAME = '', SPACE = '', ...CHANNELS] = WITHOUT_DATA === undefined ? hostileNames(14) : [];
    const TEXTS = WITHOUT_DATA === undefined ? hostileTexts() : [];
    afterAll(async () => {
      await app?.close();
      await world?.close();
    });

    journey('Eve has a hostile name, in a space and in channels with hostile names', async () => {
      world = await createWorld();
      const relay = await world.relay();
      eve = await world.device('eve');
      await eve.call('account.create', { name: NAME });
      await eve.call('space.create', { name: SPACE, relay: [relay.address] });
      const [space] = await eve.call('space.list', {});
      for (const name of CHANNELS) await eve.call('channel.create', { space: space?.id ?? '', name });
      const lines = TEXTS.map((text, place) =>
        JSON.stringify({
          author: CHANNELS[place % CHANNELS.length],
          time: `2026-01-02 03:04 ${place}`,
          text,
        }),
      );
      await eve.call('message.import', {
        space: space?.id ?? '',
        channel: 'general',
        lines: lines.join('\n'),
      });
      for (const text of TEXTS.filter((_, place) => place % 9 === 0).slice(0, 120))
        await eve.call('message.send', { space: space?.id ?? '', channel: 'general', text });
    });

    journey('Ada looks at the invitation and joins: nothing happens but that', async () => {
      app = await createApp();
      ada = await app.open((await app.start('ada')).address);
      await watch(app, ada, done);
      await createAccount(ada, 'Ada');
      const { link } = await eve.call('invite.create', { space: SPACE });
      await lookAt(ada, link);
      await ada.getByText(SPACE, { exact: false }).first().waitFor();
      await press(ada, 'Join');
      await composer(ada).waitFor();
      expect([done, await findHarm(ada)]).toEqual([[], []]);
    });

    journey('reading every message runs, opens and fetches nothing', async ({ annotate }) => {
      const harm: string[] = [];
      const seen = new Set<string>();
      await readThrough(ada, async () => {
        for (const id of await messagesShown(ada)) seen.add(id);
        for (const found of await findHarm(ada)) if (harm.length < 20) harm.push(found);
      });
      expect([harm, done, app.complaints]).toEqual([[], [], []]);
      const [space] = await eve.call('space.list', {});
      const [general] = await eve.call('channel.list', { space: space?.id ?? '' });
      expect(seen.size).toBe(general?.messages);
      await annotate(`${TEXTS.length} hostile texts`);
    });

    journey('each of the channels opens, and its name is shown as it is', async () => {
      const harm: string[] = [];
      for (const name of CHANNELS) {
        await ada.getByRole('navigation').getByText(name, { exact: true }).first().click();
        await heading(ada, name).first().waitFor();
        harm.push(...(await findHarm(ada)));
      }
      expect([harm, done, app.complaints]).toEqual([[], [], []]);
    });

    journey('every text survived the way, to the letter', async () => {
      const printed = await app.command(
        'message',
        'list',
        '--profile',
        'ada',
        '--space',
        SPACE,
        '--channel',
        'general',
        '--limit',
        '100000',
        '--json',
      );
      const read = new Set((JSON.parse(printed) as { text: string }[]).map(({ text }) => text));
      expect(TEXTS.filter((text) => !read.has(text))).toEqual([]);
    });
  },
);
