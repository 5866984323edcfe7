/** [P1] [P2] Plugins in the app as people run it: allowed, used, and a hostile one that tries to get out of its panel. */
import { createSocket, type Socket } from 'node:dgram';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { type App, createApp, journey } from '../src/app.ts';
import { composer, createAccount, createSpace, press } from '../src/gestures.ts';
import { HOSTILE_CODE, HOSTILE_MANIFEST, HOSTILE_PAGE, HOSTILE_SCRIPT } from '../src/hostile-panel.ts';

const allow = async (page: Page, plugin: string): Promise<void> => {
  await composer(page).click();
  await page.keyboard.press('Control+,');
  await page.getByRole('tab', { name: 'Plugins' }).click();
  const card = page.getByRole('article', { name: plugin });
  await card.getByRole('button', { name: 'Allow in Lab' }).click();
  await card.getByText('Running').waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
};

const focused = (page: Page): Promise<string | undefined> =>
  page.evaluate(() => document.activeElement?.tagName);

describe('plugins', () => {
  let app: App;
  let ada: Page;
  let trap: Server;
  let port: number;
  let udp: Socket;
  const caught: string[] = [];

  beforeAll(async () => {
    trap = createServer((socket) => {
      caught.push('a connection');
      socket.on('data', (data) => caught.push(data.toString('latin1').split('\r\n', 1)[0] ?? ''));
      socket.on('error', () => undefined);
    });
    await new Promise<void>((resolve) => trap.listen(0, '127.0.0.1', resolve));
    udp = createSocket('udp4', () => caught.push('a datagram'));
    await new Promise<void>((resolve) => udp.bind(0, '127.0.0.1', resolve));
    const bound = trap.address();
    port = typeof bound === 'object' && bound !== null ? bound.port : 0;
  });
  afterAll(async () => {
    trap.close();
    udp.close();
    await app?.close();
  });

  journey(
    'reminders: allowed in the settings, typed in the composer, listed and cancelled in their panel',
    async () => {
      app = await createApp();
      const { address } = await app.start('ada');
      ada = await app.open(address);
      await createAccount(ada, 'Ada');
      await createSpace(ada, 'Lab');
      await ada.keyboard.press('Control+,');
      await ada.getByRole('tab', { name: 'Plugins' }).click();
      await press(ada, 'Add Reminders');
      await ada.getByRole('article', { name: 'Reminders' }).getByText('Waits for you').waitFor();
      await ada.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
      await allow(ada, 'Reminders');

      await composer(ada).fill('/remind me in 20 minutes to stretch');
      await composer(ada).press('Enter');
      await ada
        .getByText(/You will be reminded at .*: stretch/u)
        .first()
        .waitFor();
      await ada
        .getByRole('list', { name: 'Panels of plugins' })
        .getByRole('button', { name: 'Reminders' })
        .click();
      const panel = ada.frameLocator('iframe[title="Panel of Reminders"]');
      await panel.getByText('stretch', { exact: true }).waitFor();
      await composer(ada).fill('/remind me in 2 seconds to look up');
      await composer(ada).press('Enter');
      await panel.getByText('look up').waitFor();
      await ada.getByText('Reminders: Reminder – look up').first().waitFor();
      const cancel = panel.getByRole('button', { name: 'Cancel: stretch' });
      await cancel.focus();
      await ada.keyboard.press('Control+k');
      const palette = ada.getByRole('dialog', { name: 'Go to or do something' });
      await palette.waitFor();
      await ada.keyboard.press('Escape');
      await palette.waitFor({ state: 'hidden' });
      // Back where one was; then out of the panel, and around the window from there.
      await expect.poll(() => focused(ada)).toBe('IFRAME');
      await ada.keyboard.press('F6');
      await expect.poll(() => focused(ada)).toBe('H2');
      // Nobody presses two of them as fast as a test does.
      await expect
        .poll(async () => {
          await cancel.focus();
          await ada.keyboard.press('Escape');
          return focused(ada);
        })
        .toBe('H2');
      await cancel.click();
      await panel.getByText(/^No reminders/u).waitFor();
      expect(app.complaints).toEqual([]);
    },
  );

  journey(
    '[P3] the admin panel: added and allowed, it says what it will do, does it as the person, and tells why it counts',
    async () => {
      await composer(ada).click();
      await ada.keyboard.press('Control+,');
      await ada.getByRole('tab', { name: 'Plugins' }).click();
      await press(ada, 'Add Admin');
      await ada.getByRole('article', { name: 'Admin' }).getByText('Waits for you').waitFor();
      await ada.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
      await allow(ada, 'Admin');
      await ada
        .getByRole('list', { name: 'Panels of plugins' })
        .getByRole('button', { name: 'Admin' })
        .click();
      const panel = ada.frameLocator('iframe[title="Panel of Admin"]');
      await panel.getByText('Nothing waits for a decision.').waitFor();
      await panel.getByRole('tab', { name: 'Overview' }).press('End');
      await panel.getByText('made the space').waitFor();

      await panel.getByRole('tab', { name: 'Invites' }).click();
      await panel.getByRole('button', { name: 'Make an invite…' }).click();
      const dialog = panel.getByRole('dialog', { name: 'Make an invite' });
      await dialog.getByLabel('They come as').selectOption('ai');
      await dialog.getByLabel('Admitted at once to').selectOption({ label: '#general' });
      await dialog.getByText('They read and write in').waitFor();
      await dialog.getByRole('button', { name: 'Make the link' }).click();
      await panel.getByText('The link is ready.').waitFor();
      const link = await panel.getByLabel('Select it and copy').inputValue();
      expect(link).toMatch(/^plexi:/u);

      await panel.getByRole('tab', { name: 'Channels' }).click();
      await panel.getByRole('button', { name: 'How long…: #general' }).click();
      const stay = panel.getByRole('dialog', { name: /How long messages stay/u });
      await stay.getByLabel('Messages stay').selectOption('604800');
      await stay.getByRole('button', { name: 'Set it' }).click();
      await panel.getByText(/^Messages stay: .?One week/u).waitFor();

      await panel.getByRole('tab', { name: 'Audit' }).click();
      const newest = panel.getByRole('listitem').filter({ hasText: 'set how long messages stay' }).first();
      await newest.getByRole('button', { name: /^Why\?/u }).click();
      await newest.getByText('It counts.').waitFor();
      await panel.getByRole('button', { name: 'Verify' }).click();
      await panel.getByText(/^Sound: /u).waitFor();
      for (const view of ['Overview', 'Members', 'Relays and AI', 'Reports']) {
        await panel.getByRole('tab', { name: view }).click();
        await panel.locator('#view h2').first().waitFor();
      }
      const log = await app.command('governance', 'log', '--space', 'Lab', '--profile', 'ada', '--json');
      expect((JSON.parse(log) as { type: string }[]).map(({ type }) => type)).toContain('channel.retain');
      expect(app.complaints).toEqual([]);
    },
  );

  journey(
    '[P1] a hostile panel gets out by none of its ways, speaks for no other, and is closed when it leaves',
    async () => {
      const folder = path.join(app.home, 'hostile');
      await mkdir(path.join(folder, 'panel'), { recursive: true });
      const fill = (text: string): string =>
        text.replaceAll('PORT', String(port)).replaceAll('UDP', String(udp.address().port));
      await writeFile(path.join(folder, 'manifest.json'), HOSTILE_MANIFEST);
      await writeFile(path.join(folder, 'code.js'), HOSTILE_CODE);
      await writeFile(path.join(folder, 'panel', 'index.html'), fill(HOSTILE_PAGE));
      await writeFile(path.join(folder, 'panel', 'panel.js'), fill(HOSTILE_SCRIPT));
      await app.command('plugin', 'sign', folder, '--key', path.join(app.home, 'mallory.key'));
      await app.command('plugin', 'install', folder, '--profile', 'ada');
      await allow(ada, 'Hostile');
      const before = ada.url();
      await ada
        .getByRole('list', { name: 'Panels of plugins' })
        .getByRole('button', { name: 'Hostile' })
        .click();
      await ada.getByText('Hostile tried to show another page here. Its panel was closed.').waitFor();
      expect(await ada.getByRole('dialog').count()).toBe(0);
      const log = await app.command('plugin', 'log', 'hostile', '--profile', 'ada', '--json');
      const line = (JSON.parse(log) as { text: string }[]).find(({ text }) => text.startsWith('reported '));
      expect(JSON.parse(line?.text.slice('reported '.length) ?? '{}')).toEqual({ gained: [], members: 1 });
      expect(ada.url()).toBe(before);
      expect(
        ada
          .context()
          .pages()
          .filter((page) => page.url().includes(`:${port}`)),
      ).toEqual([]);
      expect(caught).toEqual([]);
    },
  );
});
