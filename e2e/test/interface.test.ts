/** Two people through the interface itself, in one browser: from `npm start` to each other's words, note and all. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { REPOSITORY } from '../src/world.ts';

const BROWSER = process.env['PLEXI_BROWSER'];
const STEP_MS = 60_000;
const PLANTED = 'The heron lands at low tide';

/** Starts a profile in browser mode; gives its process and the one-time address that it prints. */
const start = async (home: string, ...args: string[]): Promise<{ child: ChildProcess; address: string }> => {
  const child = spawn(
    process.execPath,
    [path.join(REPOSITORY, 'scripts', 'start.ts'), '--browser', '--no-open', ...args],
    { env: { ...process.env, PLEXI_HOME: home }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const first = await Promise.race([
    once(createInterface(child.stdout), 'line').then(([line]) => String(line)),
    once(child, 'exit').then(() => Promise.reject(new Error(said))),
  ]);
  return { child, address: /http:\S+/u.exec(first)?.[0] ?? '' };
};

const stop = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGINT');
  await ended;
};

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { name }).waitFor();
const log = (page: Page) => page.getByRole('log');
const composer = (page: Page) => page.getByLabel('Message to general');
const note = (page: Page) => page.getByRole('textbox', { name: 'Shared note of general' });

/** Through the pages of a new account, the phrase confirmed as a person would. */
const createAccount = async (page: Page, name: string): Promise<void> => {
  await press(page, 'Create an account');
  await page.getByLabel('Your name').fill(name);
  await press(page, 'Continue');
  await page.getByRole('button', { name: 'I have written them down' }).waitFor();
  const words = await page.locator('.phrase-word').allTextContents();
  expect(words).toHaveLength(24);
  await press(page, 'I have written them down');
  for (const label of await page.locator('.field-label').allTextContents()) {
    const place = Number(/\d+/u.exec(label)?.[0]);
    await page.getByLabel(label, { exact: true }).fill(words[place - 1] ?? '');
  }
  await press(page, 'Create my account');
};

const send = async (page: Page, text: string): Promise<void> => {
  await composer(page).fill(text);
  await composer(page).press('Enter');
};

const searchFolder = async (folder: string, needles: readonly string[]): Promise<string[]> => {
  const found: string[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const bytes = await readFile(file).catch(() => Buffer.alloc(0));
    for (const needle of needles)
      for (const encoding of ['utf8', 'utf16le'] as const)
        if (bytes.includes(Buffer.from(needle, encoding)))
          found.push(`${needle} in ${path.relative(folder, file)}`);
  }
  return found;
};

describe.skipIf(BROWSER === undefined)('two people and the interface (skipped without PLEXI_BROWSER)', () => {
  let home: string;
  let browserFolder: string;
  let context: BrowserContext;
  let ada: Page;
  let ben: Page;
  const children: ChildProcess[] = [];
  const complaints: string[] = [];

  const open = async (address: string): Promise<Page> => {
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    await page.goto(address);
    return page;
  };

  beforeAll(async () => {
    home = await mkdtemp(path.join(tmpdir(), 'plexi-interface-'));
    browserFolder = await mkdtemp(path.join(tmpdir(), 'plexi-browser-'));
    // A profile on disk: what the browser itself keeps of the words is searched at the end.
    context = await chromium.launchPersistentContext(browserFolder, {
      ...(BROWSER === undefined ? {} : { executablePath: BROWSER }),
      args: ['--no-sandbox', '--disable-gpu'],
      viewport: { width: 1200, height: 800 },
    });
    const started = await start(home, '--profile', 'ada');
    children.push(started.child);
    ada = await open(started.address);
  }, STEP_MS);
  afterAll(async () => {
    await context.close().catch(() => undefined);
    for (const child of children) await stop(child);
    for (const folder of [home, browserFolder])
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }, STEP_MS);

  it(
    'Ada creates an account and a space, and writes',
    async () => {
      await createAccount(ada, 'Ada');
      await heading(ada, 'Hello, Ada');
      await press(ada, 'Create a space');
      await ada.getByLabel('Name of the space').fill('Lab');
      await press(ada, 'Create the space');
      await heading(ada, 'Nothing in general yet');
      await send(ada, PLANTED);
      await log(ada).getByText('On a relay').waitFor({ state: 'attached' });
      expect(await log(ada).getByText(PLANTED, { exact: true }).count()).toBe(1);
    },
    STEP_MS,
  );

  it(
    'Ben looks at her invitation and joins',
    async () => {
      await press(ada, 'Lab: menu');
      await ada.getByRole('menuitem', { name: 'Invite people' }).click();
      const link = await ada.getByLabel('Invite link').inputValue();
      await ada.keyboard.press('Escape');
      const started = await start(home, '--profile', 'ben');
      children.push(started.child);
      ben = await open(started.address);
      await createAccount(ben, 'Ben');
      await heading(ben, 'Hello, Ben');
      await press(ben, 'I have an invite link');
      await ben.getByLabel('Invite link').fill(link);
      await press(ben, 'Look at the invitation');
      await heading(ben, 'Join Lab?');
      await press(ben, 'Join');
      await composer(ben).waitFor();
      await ada.getByText('Only the 2 members can read this').waitFor();
      expect(await ben.getByRole('button', { name: 'Lab: menu' }).count()).toBe(1);
    },
    STEP_MS,
  );

  it(
    'each sees the other’s words, and where their own are [N5]',
    async () => {
      await send(ada, 'Hello Ben');
      await log(ben).getByText('Hello Ben', { exact: true }).waitFor();
      await send(ben, 'Hello Ada');
      await log(ada).getByText('Hello Ada', { exact: true }).waitFor();
      const own = log(ada).locator('[data-message]', { hasText: 'Hello Ben' });
      await own.getByText(/^Delivered/u).waitFor({ state: 'attached' });
      expect(await log(ben).locator('article', { hasText: 'Hello Ben' }).locator('bdi').textContent()).toBe(
        'Ada',
      );
    },
    STEP_MS,
  );

  it(
    'they edit the shared note together [C2]',
    async () => {
      for (const page of [ada, ben]) {
        await press(page, 'Shared note');
        await page.getByText(/^Saved/u).waitFor();
      }
      await note(ada).fill('Tide: ');
      await ben.waitForFunction(
        () => document.querySelector<HTMLTextAreaElement>('.note-text')?.value === 'Tide: ',
      );
      await note(ben).press('End');
      await note(ben).pressSequentially('4.2 m');
      await ada.waitForFunction(
        () => document.querySelector<HTMLTextAreaElement>('.note-text')?.value === 'Tide: 4.2 m',
      );
      expect(await note(ada).inputValue()).toBe('Tide: 4.2 m');
    },
    STEP_MS,
  );

  it(
    'a draft and an open note outlive a reload [C3]',
    async () => {
      await composer(ada).fill('half a thought');
      await ada.waitForTimeout(500);
      await ada.reload();
      await composer(ada).waitFor();
      expect(await composer(ada).inputValue()).toBe('half a thought');
      await press(ada, 'Shared note');
      await ada.waitForFunction(
        () => document.querySelector<HTMLTextAreaElement>('.note-text')?.value === 'Tide: 4.2 m',
      );
      await composer(ada).fill('');
    },
    STEP_MS,
  );

  it(
    'after Quit the page says so, and nothing of it all lies on the disk in the clear',
    async () => {
      await press(ada, 'Lab: menu');
      await ada.getByRole('menuitem', { name: 'Quit PlexiChat' }).click();
      await ada.getByRole('alertdialog').getByRole('button', { name: 'Quit PlexiChat' }).click();
      await heading(ada, 'PlexiChat has stopped');
      await context.close();
      for (const child of children) await stop(child);
      expect(complaints).toEqual([]);
      const needles = [PLANTED, 'half a thought', 'Tide: 4.2', 'Hello Ben'];
      expect(await searchFolder(home, needles)).toEqual([]);
      expect(await searchFolder(browserFolder, needles)).toEqual([]);
    },
    STEP_MS,
  );
});
