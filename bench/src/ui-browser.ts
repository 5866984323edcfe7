/** The app and the browser around it: one profile's client as a process of its own, one Chromium with fresh caches. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { findBrowser } from '../../scripts/find-browser.ts';

const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));
const PATIENCE_MS = 60_000;
const SWITCHES = [
  // Benchmarks run as root in containers, where Chromium's own sandbox cannot; a person's browser keeps it.
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

interface Memory {
  /** Of the page's renderer process, as Linux counts it; elsewhere not known. */
  residentBytes: number;
  heapBytes: number;
  nodes: number;
}

export interface BrowserStage {
  browser: Browser;
  /** Starts the app anew, with a browser context that has nothing cached; gives its one-time address. */
  restart(): Promise<string>;
  /** A page in the present context. */
  open(): Promise<Page>;
  /** The page that was opened last. */
  page(): Promise<Page>;
  memory(page: Page): Promise<Memory>;
  close(): Promise<void>;
}

const startApp = async (home: string): Promise<{ child: ChildProcess; address: string }> => {
  const start = path.join(REPOSITORY, 'scripts/start.ts');
  const child = spawn(process.execPath, [start, '--browser', '--no-open', '--profile', 'bench'], {
    env: { ...process.env, PLEXI_HOME: home },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  for await (const line of createInterface(child.stdout)) {
    const address = /http:\S+/u.exec(line)?.[0];
    if (address !== undefined) return { child, address };
  }
  throw new Error('the app did not start');
};

const stopApp = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGINT');
  await ended;
};

/** Resident memory of the largest renderer: with one page open, the page's. */
const residentBytesOf = async (browser: Browser): Promise<number> => {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const sizes = await Promise.all(
    processInfo
      .filter(({ type }) => type === 'renderer')
      .map(async ({ id }) => {
        const status = await readFile(`/proc/${id}/status`, 'utf8').catch(() => '');
        return Number(/VmRSS:\s+(\d+)/u.exec(status)?.[1] ?? Number.NaN) * 1024;
      }),
  );
  return Math.max(...sizes);
};

export const openBrowserStage = async (home: string): Promise<BrowserStage> => {
  const executablePath = process.env['PLEXI_BROWSER'] ?? findBrowser();
  if (executablePath === undefined) throw new Error('no Chromium, Chrome or Edge was found (PLEXI_BROWSER)');
  const browser = await chromium.launch({ executablePath, args: SWITCHES });
  const fresh = () => browser.newContext({ viewport: { width: 1200, height: 800 }, locale: 'en-GB' });
  let context = await fresh();
  let app: { child: ChildProcess; address: string } | undefined;
  let last: Page | undefined;
  const open = async (): Promise<Page> => {
    last = await context.newPage();
    last.setDefaultTimeout(PATIENCE_MS);
    return last;
  };
  return {
    browser,
    restart: async () => {
      if (app !== undefined) await stopApp(app.child);
      await context.close();
      context = await fresh();
      app = await startApp(home);
      return app.address;
    },
    open,
    page: async () => last ?? open(),
    memory: async (page) => {
      const session = await page.context().newCDPSession(page);
      await session.send('HeapProfiler.enable');
      await session.send('HeapProfiler.collectGarbage');
      await session.send('Performance.enable');
      const { metrics } = await session.send('Performance.getMetrics');
      await session.detach();
      const metric = (name: string): number => metrics.find((it) => it.name === name)?.value ?? Number.NaN;
      return {
        residentBytes: await residentBytesOf(browser),
        heapBytes: metric('JSHeapUsedSize'),
        nodes: metric('Nodes'),
      };
    },
    close: async () => {
      await browser.close();
      if (app !== undefined) await stopApp(app.child);
    },
  };
};
