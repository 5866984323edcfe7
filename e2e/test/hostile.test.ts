/**
 * Hostile text through every place that shows text, in a real browser: no script runs, nothing navigates, nothing is fetched,
 * no dialog opens, and what was written is what is read.
 */
import { LIMITS } from '@plexi/protocol';
import type { Page } from 'playwright-core';
import { afterAll, describe, expect } from 'vitest';
import { type App, createApp, journey } from '../src/app.ts';
import { composer, createAccount, heading, log, lookAt, press, see } from '../src/gestures.ts';
import { findHarm, messagesShown, readThrough, watch, watchNotices, watchSlowness } from '../src/harm.ts';
import { bundles, hostileFileNames, hostileNames, hostileTexts, WITHOUT_DATA } from '../src/hostile.ts';
import { createWorld, type Person, type World } from '../src/world.ts';

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
    const TOPICS = WITHOUT_DATA === undefined ? bundles(CHANNELS.length, LIMITS.topicBytes) : [];
    const [STATUS = ''] = WITHOUT_DATA === undefined ? bundles(1, LIMITS.statusBytes) : [];
    const FILE_NAMES = WITHOUT_DATA === undefined ? hostileFileNames(32) : [];
    /** Given by one person, each after the other. */
    const REACTIONS = process.env['PLEXI_LONG'] === undefined ? 210 : 10_000;
    const FEELINGS = ['👍', '🎉', '❤️', '😂', '😮', '😢', '🙏'];
    /** A few bytes of WebP that unpack to 16,383 pixels square. */
    const VAST = 'data:image/webp;base64,UklGRgAAAABXRUJQVlA4TAoAAAAv////DwAAAAA=';
    const NOTICED = CHANNELS.slice(0, 4);
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

    journey('it is also in her topics, polls, files’ names, status, profile, replies and pins', async () => {
      const [{ id: space } = { id: '' }] = await eve.call('space.list', {});
      const place = { space, channel: 'general' };
      for (const [at, topic] of TOPICS.entries())
        await eve.call('channel.topic', { space, channel: CHANNELS[at] ?? '', topic });
      await eve.call('presence.set', { status: 'away', text: STATUS });
      const [about = ''] = bundles(1, LIMITS.profileAboutBytes);
      await eve.call('profile.set', { about, title: SPACE, pronouns: NAME, avatar: VAST });
      const [question = '', ...options] = bundles(LIMITS.pollOptions + 1, LIMITS.pollOptionBytes);
      const poll = await eve.call('message.poll', { ...place, question, options });
      await eve.call('message.reply', { space, id: poll.id, text: question, channel: true });
      await eve.call('message.pin', { space, id: poll.id });
      for (let from = 0; from < FILE_NAMES.length; from += LIMITS.filesPerMessage) {
        const uploads: string[] = [];
        for (const name of FILE_NAMES.slice(from, from + LIMITS.filesPerMessage)) {
          const { upload } = await eve.call('file.begin', {
            ...place,
            name,
            type: name.slice(0, 40),
            size: 5,
          });
          await eve.call('file.put', {
            space,
            upload,
            offset: 0,
            data: Buffer.from('hello').toString('base64'),
          });
          uploads.push(upload);
        }
        await eve.call('file.finish', { space, uploads, text: '' });
      }
    });

    journey('Ada looks at the invitation and joins: nothing happens but that', async () => {
      app = await createApp();
      ada = await app.open((await app.start('ada')).address);
      await watch(app, ada, done);
      await createAccount(ada, 'Ada');
      const { link } = await eve.call('invite.create', { space: SPACE });
      await lookAt(ada, link);
      await ada.getByText(SPACE, { exact: false }).first().waitFor();
      await ada.getByText(NAME, { exact: false }).first().waitFor();
      expect([done, await findHarm(ada)]).toEqual([[], []]);
      await press(ada, 'Join');
      await composer(ada).waitFor();
      expect([done, await findHarm(ada)]).toEqual([[], []]);
    });

    journey('reading every message runs, opens and fetches nothing', async ({ annotate }) => {
      const harm: string[] = [];
      const seen = new Set<string>();
      const [space] = await eve.call('space.list', {});
      const [general] = await eve.call('channel.list', { space: space?.id ?? '' });
      const countHere = async (): Promise<unknown> =>
        (
          JSON.parse(
            await app.command('channel', 'list', '--space', SPACE, '--profile', 'ada', '--json'),
          ) as {
            messages: number;
          }[]
        )[0]?.messages;
      await expect.poll(countHere, { timeout: 30_000, interval: 500 }).toBe(general?.messages);
      await readThrough(ada, async () => {
        for (const id of await messagesShown(ada)) seen.add(id);
        for (const found of await findHarm(ada)) if (harm.length < 20) harm.push(found);
      });
      expect([harm, done, app.complaints]).toEqual([[], [], []]);
      expect(seen.size).toBe(general?.messages);
      await annotate(`${TEXTS.length} hostile texts`);
    });

    journey('panes of members, files, pins, threads and search do no more', async () => {
      const harm: string[] = [];
      for (const [name, shown] of [
        ['Files', '.file-list li'],
        ['Pinned messages', '.cards > *'],
        ['Members', '.member'],
      ] as const) {
        await press(ada, name);
        await ada.locator(shown).first().waitFor();
        harm.push(...(await findHarm(ada)));
      }
      await ada.locator('.pane').getByText(STATUS, { exact: false }).first().waitFor();
      expect(await ada.locator('.avatar img').count()).toBe(0);
      await ada.keyboard.press('Control+f');
      const field = ada.getByRole('combobox', { name: 'Search messages' });
      for (const word of ['alert', 'script', 'javascript', 'img', 'onerror', 'http', 'src']) {
        await field.fill(word);
        await ada
          .locator('.pane mark')
          .filter({ hasText: new RegExp(word, 'iu') })
          .first()
          .waitFor();
        harm.push(...(await findHarm(ada)));
      }
      await ada.keyboard.press('Escape');
      expect([harm, done, app.complaints]).toEqual([[], [], []]);
    });

    journey('each of the channels opens, and its name and topic are shown as they are', async () => {
      const harm: string[] = [];
      for (const [at, name] of CHANNELS.entries()) {
        await ada.getByRole('navigation').getByText(name, { exact: true }).first().click();
        await heading(ada, name).first().waitFor();
        await expect.poll(() => ada.locator('.channel-topic').textContent()).toBe(TOPICS[at]);
        harm.push(...(await findHarm(ada)));
      }
      expect([harm, done, app.complaints]).toEqual([[], [], []]);
    });

    journey('a notice of a hostile text says its words, and has nothing else in it', async () => {
      const notices = await watchNotices(ada);
      const [{ id: space } = { id: '' }] = await eve.call('space.list', {});
      for (const text of NOTICED) await eve.call('message.send', { space, channel: 'general', text });
      await expect.poll(async () => (await notices()).length).toBe(NOTICED.length);
      for (const [at, { title, options }] of (await notices()).entries()) {
        expect(title).toContain(NAME);
        expect(options).toMatchObject({ body: NOTICED[at] });
        expect(Object.keys(options)).not.toEqual(expect.arrayContaining(['icon', 'image', 'badge']));
      }
      expect([await findHarm(ada), done, app.complaints]).toEqual([[], [], []]);
    });

    journey(
      '[L6] a megabyte put into the composer is refused in words, kept, and in nobody’s way',
      async () => {
        await ada.getByRole('navigation').getByText('general', { exact: true }).first().click();
        const since = performance.now();
        await composer(ada).fill('A wall of words. '.repeat(65_536));
        await ada.getByText('That is too long for one message.').waitFor();
        await composer(ada).press('Enter');
        expect((await composer(ada).inputValue()).length).toBeGreaterThan(1024 * 1024);
        await composer(ada).fill('In short: no.');
        await composer(ada).press('Enter');
        await see(ada, 'In short: no.');
        expect(performance.now() - since).toBeLessThan(10_000);
      },
    );

    journey(
      'reactions by the thousand on one message: it stays one line, and Ada writes on',
      async ({ annotate }) => {
        const [{ id: space } = { id: '' }] = await eve.call('space.list', {});
        const { id } = await eve.call('message.send', { space, channel: 'general', text: 'Feel something' });
        await see(ada, 'Feel something');
        const slow = await watchSlowness(ada);
        for (let given = 0; given < REACTIONS; given++)
          await eve.call('message.react', {
            space,
            id,
            emoji: FEELINGS[given % 7] ?? '',
            remove: given % 14 > 6,
          });
        await composer(ada).fill('I feel nothing');
        const since = performance.now();
        await composer(ada).press('Enter');
        await see(ada, 'I feel nothing');
        const ms = performance.now() - since;
        await eve.call('message.react', { space, id, emoji: '🏁' });
        const message = log(ada).locator(`[data-message="${id}"]`);
        await message.getByRole('button', { name: /🏁/u }).waitFor();
        await annotate(
          `${REACTIONS} reactions: shown in ${ms.toFixed(0)} ms, longest task ${await slow()} ms`,
        );
        expect(ms).toBeLessThan(2_000);
        expect(await slow()).toBeLessThan(500);
      },
      60_000 + REACTIONS * 40,
    );

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
