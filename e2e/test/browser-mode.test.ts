/** [D2] `npm start` in browser mode, in a real browser: the program that people start, and what they see of it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { REPOSITORY } from '../src/world.ts';

const BROWSER = process.env['PLEXI_BROWSER'];
const START = path.join(REPOSITORY, 'scripts', 'start.ts');
const STARTED_MS = 120_000;

interface Started {
  process: ChildProcess;
  address: string;
  stop(): Promise<number | null>;
}

let home: string;
let browser: Browser;
let context: BrowserContext;
let started: Started[];
let complaints: string[];

const start = async (...args: string[]): Promise<Started> => {
  const child = spawn(process.execPath, [START, '--browser', '--no-open', ...args], {
    env: { ...process.env, PLEXI_HOME: home },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const ended = once(child, 'exit');
  const first = await Promise.race([
    once(createInterface(child.stdout), 'line').then(([line]) => String(line)),
    ended.then(() => Promise.reject(new Error(said))),
  ]);
  const one: Started = {
    process: child,
    address: /http:\S+/.exec(first)?.[0] ?? '',
    stop: async () => {
      child.kill('SIGINT');
      await ended;
      return child.exitCode;
    },
  };
  started.push(one);
  return one;
};

const open = async (address: string): Promise<Page> => {
  const page = await context.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(address);
  return page;
};

const welcome = (page: Page) => page.getByRole('heading', { level: 1 }).first();

beforeAll(async () => {
  if (BROWSER === undefined) return;
  // Tests run as root in containers, where Chromium's own sandbox cannot; a person's browser keeps it.
  browser = await chromium.launch({ executablePath: BROWSER, args: ['--no-sandbox', '--disable-gpu'] });
});
afterAll(async () => {
  if (BROWSER !== undefined) await browser.close();
});
beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'plexi-mode-'));
  started = [];
  complaints = [];
  if (BROWSER !== undefined) context = await browser.newContext();
});
afterEach(async () => {
  if (BROWSER !== undefined) await context.close();
  for (const one of started) if (one.process.exitCode === null) await one.stop();
  await rm(home, { recursive: true, force: true, maxRetries: 5 });
});

test.skipIf(BROWSER === undefined)(
  'the one-time address opens the interface, once; a reload stays, and nothing breaks the policy',
  async () => {
    const { address } = await start();
    const page = await open(address);
    await welcome(page).waitFor();
    expect(page.url()).not.toContain('token');
    await page.reload();
    await welcome(page).waitFor();
    const stranger = await browser.newContext();
    const late = await stranger.newPage();
    await late.goto(address);
    await late.getByText('npm start').first().waitFor();
    await stranger.close();
    expect(await context.cookies()).toEqual([]);
    expect(complaints).toEqual([]);
  },
  STARTED_MS,
);

test.skipIf(BROWSER === undefined)(
  'two profiles in one browser do not disturb each other',
  async () => {
    const ada = await start('--profile', 'ada');
    const ben = await start('--profile', 'ben');
    const first = await open(ada.address);
    const second = await open(ben.address);
    await welcome(first).waitFor();
    await welcome(second).waitFor();
    expect(new URL(ada.address).port).not.toBe(new URL(ben.address).port);
    for (const page of [first, second, first]) {
      await page.reload();
      await welcome(page).waitFor();
    }
    await ben.stop();
    await first.reload();
    await welcome(first).waitFor();
  },
  STARTED_MS,
);

test.skipIf(BROWSER === undefined)(
  'closing the tab leaves the client running; starting again gives a fresh address of the same host',
  async () => {
    const one = await start();
    const page = await open(one.address);
    await welcome(page).waitFor();
    await page.close();
    const again = await start();
    expect(again.address).not.toBe(one.address);
    expect(new URL(again.address).port).toBe(new URL(one.address).port);
    await welcome(await open(again.address)).waitFor();
    expect(one.process.exitCode).toBeNull();
    expect(await one.stop()).toBe(0);
  },
  STARTED_MS,
);

test.skipIf(BROWSER === undefined)(
  'after a restart the port is the same, and an old tab says what to do',
  async () => {
    const one = await start();
    const page = await open(one.address);
    await welcome(page).waitFor();
    await one.stop();
    const next = await start();
    expect(new URL(next.address).port).toBe(new URL(one.address).port);
    await page.reload();
    await page.getByText('npm start').first().waitFor();
    await page.goto(next.address);
    await page.reload();
    await welcome(page).waitFor();
  },
  STARTED_MS,
);
