/** [D2] The app as `npm start -- --browser` runs it, in a real browser: its hosts, its tabs and what they complain of. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { type LocalRelayLease, leaseLocalRelay } from '@plexi/peer/host';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { test, vi } from 'vitest';
import { REPOSITORY } from './world.ts';

const BROWSER_PATH = process.env['PLEXI_BROWSER'];
/** A first start may build the interface. */
const RELAY_PROGRAM = 'apps/relay/src/main.ts';
const STEP_MS = 120_000;
const PATIENCE_MS = 30_000;

const BROWSER_SWITCHES = [
  // Tests run as root in containers, where Chromium's own sandbox cannot; a person's browser keeps it.
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** What runs on a machine until it is stopped. */
export interface Program {
  readonly process: ChildProcess;
  /** The first line that it printed: it is ready. */
  readonly line: string;
  /** Ctrl-C, and its end. */
  stop(): Promise<void>;
}

/** A profile's client as `npm start` runs it. */
export interface Client extends Program {
  /** The one-time address that it printed. */
  readonly address: string;
}

/** A machine of its own: a data folder, a browser profile on disk, and what runs there. */
export interface App {
  /** Holds the profiles and the local relay. */
  readonly home: string;
  /** What the browser keeps on disk. */
  readonly browserFolder: string;
  readonly context: BrowserContext;
  /** Errors on any page's console, uncaught ones, and every breach of the content security policy. */
  readonly complaints: string[];
  start(profile: string): Promise<Client>;
  /** A new tab. */
  open(address: string): Promise<Page>;
  /** Runs a command of `./plexi` on this machine; gives what it printed. Rejects unless it succeeds. */
  command(...args: string[]): Promise<string>;
  /** Runs a command of `./plexi` that goes on until it is stopped. */
  launch(...args: string[]): Promise<Program>;
  /** Stops the relay that all clients here share; gives how to bring it back, at the same address with all that it had. */
  cutRelay(): Promise<() => Promise<void>>;
  /** Ends the browser and every client, in this order; what they wrote stays. */
  stop(): Promise<void>;
  close(): Promise<void>;
}

/** A test that needs a browser: skipped by name, with the reason, where none was found. */
export const journey = test.extend<{ browser: undefined }>({
  browser: [
    async ({ skip }, use) => {
      if (BROWSER_PATH === undefined) skip('no Chromium, Chrome or Edge was found');
      await use(undefined);
    },
    { auto: true },
  ],
});

vi.setConfig({ testTimeout: STEP_MS, hookTimeout: STEP_MS });

const run = async (file: string, args: readonly string[], home: string): Promise<ChildProcess> => {
  const child = spawn(process.execPath, [path.join(REPOSITORY, file), ...args], {
    env: { ...process.env, PLEXI_HOME: home },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  await once(child, 'spawn');
  return child;
};

const startProgram = async (file: string, args: readonly string[], home: string): Promise<Program> => {
  const child = await run(file, args, home);
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const ended = once(child, 'exit');
  const line = await Promise.race([
    once(createInterface(child.stdout as NodeJS.ReadableStream), 'line').then(([first]) => String(first)),
    ended.then(() => Promise.reject(new Error(`${args.join(' ')} ended: ${said}`))),
  ]);
  return {
    process: child,
    line,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGINT');
      await ended;
    },
  };
};

const startClient = async (home: string, profile: string): Promise<Client> => {
  const options = ['--browser', '--no-open', '--profile', profile];
  const program = await startProgram('scripts/start.ts', options, home);
  return { ...program, address: /http:\S+/u.exec(program.line)?.[0] ?? '' };
};

const openBrowser = async (folder: string): Promise<BrowserContext> => {
  const context = await chromium.launchPersistentContext(folder, {
    executablePath: BROWSER_PATH ?? '',
    args: BROWSER_SWITCHES,
    viewport: { width: 1200, height: 800 },
    locale: 'en-GB',
    timezoneId: 'UTC',
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  context.setDefaultTimeout(PATIENCE_MS);
  // Chromium's console names only some of them.
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
      console.error(`against the policy: ${violatedDirective} ${blockedURI}`),
    );
  });
  return context;
};

const listen = (page: Page, complaints: string[]): void => {
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
};

/** A fresh machine; nothing on it runs yet but the browser. */
export const createApp = async (): Promise<App> => {
  const root = await mkdtemp(path.join(tmpdir(), 'plexi-app-'));
  const home = path.join(root, 'home');
  const browserFolder = path.join(root, 'browser');
  const programs = new Set<Program>();
  const leases: LocalRelayLease[] = [];
  const complaints: string[] = [];
  const context = await openBrowser(browserFolder);
  const stop = async (): Promise<void> => {
    await context.close();
    await Promise.all([...programs].map((program) => program.stop()));
    for (const lease of leases) lease.release();
  };
  const command = async (...args: string[]): Promise<string> => {
    const child = await run('apps/cli/src/main.ts', args, home);
    let said = '';
    let printed = '';
    child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.stdout?.on('data', (chunk: Buffer) => (printed += chunk.toString()));
    const [code] = (await once(child, 'close')) as [number | null];
    if (code !== 0) throw new Error(`plexi ${args.join(' ')}: ${said}`);
    return printed;
  };
  return {
    home,
    browserFolder,
    context,
    complaints,
    start: async (profile) => {
      const client = await startClient(home, profile);
      programs.add(client);
      return client;
    },
    open: async (address) => {
      const page = await context.newPage();
      listen(page, complaints);
      await page.goto(address);
      return page;
    },
    command,
    launch: async (...args) => {
      const program = await startProgram('apps/cli/src/main.ts', args, home);
      programs.add(program);
      return program;
    },
    cutRelay: async () => {
      await command('relay', 'stop');
      return async () => {
        vi.stubEnv('PLEXI_HOME', home);
        leases.push(await leaseLocalRelay({ program: path.join(REPOSITORY, RELAY_PROGRAM) }));
        vi.unstubAllEnvs();
      };
    },
    stop,
    close: async () => {
      await stop();
      // The local relay outlives its clients by some seconds: it would write into a folder that is being removed.
      await rm(root, { recursive: true, force: true, maxRetries: 5 });
    },
  };
};
