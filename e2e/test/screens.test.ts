/** Every screen of the app as it runs: nothing that keeps people out, nothing cut off, no breach of the policy. */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, describe, expect } from 'vitest';
import { type App, createApp, journey } from '../src/app.ts';
import {
  composer,
  confirmPhrase,
  heading,
  log,
  openInvite,
  press,
  readPhrase,
  say,
  see,
  stands,
} from '../src/gestures.ts';
import { createHarbour, HARBOUR, type Harbour } from '../src/harbour.ts';
import { findFlaws } from '../src/looks.ts';
import { createWorld, REPOSITORY, type World } from '../src/world.ts';

const PICTURE = path.join(REPOSITORY, 'docs', 'screenshot.png');
const PICTURE_SIZE = { width: 1440, height: 900 };
const MOST_BYTES = 300_000;
const MANY = 200;

/** https://www.w3.org/TR/png-3/#11IHDR */
const readSize = (png: Buffer): { width: number; height: number } => {
  expect(png.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
  return { width: png.readUInt32BE(16), height: png.readUInt32BE(20) };
};

describe('the screens', () => {
  let app: App;
  let world: World;
  let harbour: Harbour;
  let newcomer: Page;
  let ada: Page;
  afterAll(async () => {
    await app?.close();
    await world?.close();
  });

  journey('welcome', async () => {
    [world, app] = await Promise.all([createWorld(), createApp()]);
    const [made, client] = await Promise.all([createHarbour(world), app.start('newcomer')]);
    harbour = made;
    newcomer = await app.open(client.address);
    await heading(newcomer, 'Welcome to PlexiChat').waitFor();
    expect.soft(await findFlaws(newcomer, 'welcome')).toEqual([]);
  });

  journey('restore, with an error in words', async () => {
    await press(newcomer, 'I have a recovery phrase');
    await newcomer.getByRole('textbox', { name: 'Recovery phrase' }).fill('legal winer thank');
    await press(newcomer, 'Restore my account');
    await newcomer.getByText('3 words of 24').waitFor();
    expect.soft(await findFlaws(newcomer, 'restore')).toEqual([]);
    await press(newcomer, 'Back');
  });

  journey('phrase, and its confirmation', async () => {
    await press(newcomer, 'Create an account');
    await newcomer.getByLabel('Your name').fill('Dana');
    await press(newcomer, 'Continue');
    const words = await readPhrase(newcomer);
    expect.soft(await findFlaws(newcomer, 'phrase')).toEqual([]);
    await press(newcomer, 'I have written them down');
    await confirmPhrase(newcomer, [...words].reverse());
    await press(newcomer, 'Create my account');
    await newcomer
      .getByText(/That is word \d+\.|That is not word/u)
      .first()
      .waitFor();
    expect.soft(await findFlaws(newcomer, 'confirm')).toEqual([]);
    await confirmPhrase(newcomer, words);
    await press(newcomer, 'Create my account');
    await heading(newcomer, 'Hello, Dana').waitFor();
    expect.soft(await findFlaws(newcomer, 'first-steps')).toEqual([]);
  });

  journey('error: what is pasted is no invitation', async () => {
    await press(newcomer, 'I have an invite link');
    await newcomer.getByLabel('Invite link').fill('plexi://join/nowhere');
    await press(newcomer, 'Look at the invitation');
    await newcomer.getByText('INVITE_INVALID').waitFor();
    expect.soft(await findFlaws(newcomer, 'error')).toEqual([]);
  });

  journey('join preview', async () => {
    await newcomer.getByLabel('Invite link').fill(harbour.link);
    await press(newcomer, 'Look at the invitation');
    await heading(newcomer, `Join ${HARBOUR}?`).waitFor();
    expect.soft(await findFlaws(newcomer, 'join-preview')).toEqual([]);
    await newcomer.close();
  });

  journey('the README’s picture', async () => {
    const client = await app.start(harbour.profile);
    ada = await app.open(client.address);
    await see(ada, 'Then it really works. When does the afternoon one leave?');
    await press(ada, 'Members');
    await heading(ada, '3 members').waitFor();
    await ada.getByText('Everything is on the relay').waitFor();
    if (process.env['PLEXI_UPDATE_SCREENSHOT'] === '1') {
      await ada.setViewportSize(PICTURE_SIZE);
      await composer(ada).blur();
      await writeFile(PICTURE, await ada.screenshot());
    }
    const png = await readFile(PICTURE);
    expect(readSize(png)).toEqual(PICTURE_SIZE);
    expect(png.length).toBeLessThan(MOST_BYTES);
    await ada.setViewportSize({ width: 1200, height: 800 });
  });

  journey('members', async () => {
    expect.soft(await findFlaws(ada, 'members')).toEqual([]);
    await ada.keyboard.press('Escape');
  });

  journey('invite dialog', async () => {
    await openInvite(ada, HARBOUR);
    expect.soft(await findFlaws(ada, 'invite')).toEqual([]);
    await ada.keyboard.press('Escape');
  });

  journey('empty channel', async () => {
    await press(ada, 'instruments');
    await heading(ada, 'Nothing in instruments yet').waitFor();
    expect.soft(await findFlaws(ada, 'empty-channel')).toEqual([]);
  });

  journey(`busy channel: ${MANY} messages that come while one looks`, async () => {
    await Promise.all(
      Array.from({ length: MANY }, (_, index) => {
        const from = index % 9 < 5 ? harbour.ben : harbour.chen;
        const text = `Reading ${index + 1}: ${(4 + Math.sin(index / 20)).toFixed(2)} m above chart datum.`;
        return from.call('message.send', { space: HARBOUR, channel: 'instruments', text });
      }),
    );
    // What comes in a burst stays below its first message: nobody could have read it.
    const below = ada.getByRole('button', { name: /new messages$/u });
    await expect
      .poll(async () => {
        if (await below.isVisible()) await below.click();
        return log(ada).getByText(`Reading ${MANY}:`).count();
      })
      .toBeGreaterThan(0);
    expect.soft(await findFlaws(ada, 'busy-channel')).toEqual([]);
  });

  journey('offline', async () => {
    await press(ada, 'general');
    await composer(ada).waitFor();
    await harbour.relay.stop('SIGKILL');
    await Promise.all([harbour.ben.close(), harbour.chen.close()]);
    await ada.getByText('You can go on writing').waitFor();
    await say(ada, 'Nobody hears this yet.');
    await stands(ada, 'Nobody hears this yet.', 'Pending');
    expect.soft(await findFlaws(ada, 'offline')).toEqual([]);
  });

  journey('no page complained, and none broke the policy [D1] [D2]', async () => {
    expect(app.complaints).toEqual([]);
  });
});
