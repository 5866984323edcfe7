/** Two people in one browser, each with a client of their own: from an invite link to a canvas that both write. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, describe, expect } from 'vitest';
import { type App, createApp, journey } from '../src/app.ts';
import {
  canvas,
  canvasReads,
  composer,
  createAccount,
  createSpace,
  heading,
  log,
  openInvite,
  press,
  quit,
  say,
  see,
  stands,
} from '../src/gestures.ts';
import { countKept } from '../src/kept.ts';
import { findPeer } from '../src/peer-process.ts';

const PLANTED = 'The heron lands at low tide';
const DRAFT = 'half a thought about herons';
const WRITTEN = [PLANTED, DRAFT, 'Tide: 4.2', 'Hello Ben', 'Adalbert von Brückenau'];

/** The files under `folder` that hold one of the needles. */
const searchFolder = async (folder: string, needles: readonly string[]): Promise<string[]> => {
  const found: string[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const bytes = await readFile(file);
    for (const needle of needles)
      for (const encoding of ['utf8', 'utf16le'] as const)
        if (bytes.includes(Buffer.from(needle, encoding)))
          found.push(`${needle} in ${path.relative(folder, file)}`);
  }
  return found;
};

describe('two people and the interface', () => {
  let app: App;
  let ada: Page;
  let ben: Page;
  let link: string;
  let address: string;
  let adaHost: number;
  afterAll(() => app?.close());

  journey('Ada starts a space and writes; her words reach the relay [N5]', async () => {
    app = await createApp();
    const started = await app.start('ada');
    adaHost = started.process.pid ?? 0;
    address = started.address;
    ada = await app.open(address);
    await createAccount(ada, 'Adalbert von Brückenau');
    await createSpace(ada, 'Lab');
    await say(ada, PLANTED);
    await stands(ada, PLANTED, 'On a relay');
  });

  journey('she copies an invite link, which says that it works on this computer only [G9]', async () => {
    link = await openInvite(ada, 'Lab');
    await ada.getByText('This link only works on this computer').waitFor();
    await press(ada, 'Copy link');
    await ada.getByRole('button', { name: 'Copied' }).waitFor();
    expect(await ada.evaluate(() => navigator.clipboard.readText())).toBe(link);
  });

  journey('"Try it with a second person" opens a second profile at that invitation [G9]', async () => {
    await press(ada, 'Try it with a second person');
    const second = await ada.getByLabel(/Open this address/u).inputValue();
    expect(new URL(second).port).not.toBe(new URL(address).port);
    await ada.keyboard.press('Escape');
    ben = await app.open(second);
    await ben.getByText('Adalbert von Brückenau invites you to Lab').waitFor();
    await createAccount(ben, 'Ben');
    await heading(ben, 'Join Lab?').waitFor();
    await ben.getByText('Adalbert von Brückenau', { exact: true }).waitFor();
    await press(ada, 'Members');
    const fingerprint = (await ada.locator('.member .mono').first().textContent()) ?? '';
    expect(fingerprint.length).toBeGreaterThan(16);
    await ben.getByText(fingerprint, { exact: true }).waitFor();
    await press(ben, 'Join');
    await composer(ben).waitFor();
    await heading(ada, '2 members').waitFor();
    await ada.getByText('Only the 2 members can read this').waitFor();
  });

  journey('each sees the other’s words, and where their own are [N5]', async () => {
    await say(ada, 'Hello Ben');
    await see(ben, 'Hello Ben');
    await stands(ada, 'Hello Ben', 'Delivered');
    await say(ben, 'Hello Ada');
    await see(ada, 'Hello Ada');
    await stands(ben, 'Hello Ada', 'Delivered');
    await log(ben).locator('.message-author', { hasText: 'Adalbert von Brückenau' }).first().waitFor();
  });

  journey('they edit the canvas together [C2]', async () => {
    for (const page of [ada, ben]) {
      await press(page, 'Canvas');
      await page.getByText(/^Saved/u).waitFor();
    }
    await canvas(ada).fill('Tide: ');
    await canvasReads(ben, 'Tide: ');
    await canvas(ben).press('End');
    await canvas(ben).pressSequentially('4.2 m');
    await canvasReads(ada, 'Tide: 4.2 m');
  });

  journey('a draft and an open canvas outlive a reload [C3], and so do both sessions [D2]', async () => {
    const before = await countKept(ada);
    await composer(ada).fill(DRAFT);
    await expect.poll(() => countKept(ada)).toBeGreaterThan(before);
    for (const page of [ada, ben, ada]) await page.reload();
    await composer(ada).waitFor();
    await composer(ben).waitFor();
    expect(await composer(ada).inputValue()).toBe(DRAFT);
    expect(await composer(ben).inputValue()).toBe('');
    await press(ada, 'Canvas');
    await canvasReads(ada, 'Tide: 4.2 m');
    expect(await app.context.cookies()).toEqual([]);
  });

  journey('a one-time address opens nothing a second time [D2]', async () => {
    const thief = await app.open(address);
    await heading(thief, 'This address has been used').waitFor();
    expect(await thief.getByText('Lab').count()).toBe(0);
    await thief.close();
    // The refusal itself is an error on the console.
    expect(app.complaints.splice(0).join()).toMatch(/401/u);
  });

  journey(
    'the client comes back from kill -9, and what was being written goes out then [D1]',
    async ({ skip }) => {
      const peer = await findPeer(adaHost);
      if (peer === undefined) return skip('there is no /proc to find the process by');
      process.kill(peer, 'SIGKILL');
      const reconnecting = ada.getByText(/^Reconnecting to PlexiChat/u);
      await reconnecting.waitFor();
      await composer(ada).fill('Begun while it was gone');
      await reconnecting.waitFor({ state: 'detached' });
      expect(await findPeer(adaHost)).not.toBe(peer);
      await composer(ada).press('Enter');
      await see(ben, 'Begun while it was gone');
      await stands(ada, 'Begun while it was gone', 'Delivered');
    },
  );

  journey(
    'a closed tab leaves the client running: what comes meanwhile is there on reopening [D2]',
    async () => {
      await ben.close();
      await say(ada, 'Are you still there?');
      await stands(ada, 'Are you still there?', 'Delivered');
      const again = await app.start('second');
      ben = await app.open(again.address);
      await see(ben, 'Are you still there?');
      await say(ben, 'I am');
      await see(ada, 'I am');
    },
  );

  journey('after Quit the page says so, and nothing of it all lies on the disk in the clear', async () => {
    await composer(ada).fill(DRAFT);
    await quit(ada, 'Lab');
    await app.stop();
    expect.soft(app.complaints).toEqual([]);
    expect.soft(await searchFolder(app.home, WRITTEN)).toEqual([]);
    expect.soft(await searchFolder(app.browserFolder, WRITTEN)).toEqual([]);
  });
});
