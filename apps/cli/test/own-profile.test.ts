/** The command line with a profile that no process has open: it opens it itself, for as long as it takes. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));

interface Ran {
  status: number | null;
  out: string;
  err: string;
  ms: number;
}

let home: string;
let relay: ChildProcess;
let address: string;
let env: NodeJS.ProcessEnv;

const begin = (args: string[], more: NodeJS.ProcessEnv = {}): ChildProcess =>
  spawn(process.execPath, [MAIN, ...args], { env: { ...env, ...more }, stdio: ['pipe', 'pipe', 'pipe'] });

const plexi = async (args: string[], more: NodeJS.ProcessEnv = {}): Promise<Ran> =>
  new Promise((resolve, reject) => {
    const start = performance.now();
    const child = begin(args, more);
    let out = '';
    let err = '';
    child.stdout?.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (err += chunk.toString()));
    child.stdin?.end();
    child.once('error', reject);
    child.once('close', (status) => resolve({ status, out, err, ms: performance.now() - start }));
  });

const json = async (args: string[], more: NodeJS.ProcessEnv = {}): Promise<unknown> => {
  const { out, err } = await plexi([...args, '--json'], more);
  if (out === '') throw new Error(err);
  return JSON.parse(out);
};

const LAB = ['--space', 'Lab', '--channel', 'general'];
const send = (text: string): string[] => ['message', 'send', ...LAB, text];

const startRelay = async (listen: string): Promise<void> => {
  relay = begin(['relay', 'start', '--listen', listen, '--data', path.join(home, 'relay-data')]);
  relay.stderr?.resume();
  if (relay.stdout === null) throw new Error('no output');
  address = String((await once(createInterface(relay.stdout), 'line'))[0]);
};

const relayPort = (): number => Number(/\/tcp\/(\d+)/.exec(address)?.[1]);

const isListening = async (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });

// One profile and one relay for all of these: each start costs, and a person has one too.
beforeAll(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'plexi-own-'));
  env = {
    ...process.env,
    PLEXI_HOME: home,
    NODE_COMPILE_CACHE: path.join(import.meta.dirname, '../../../.plexi/compile-cache'),
  };
  delete env['PLEXI_PASSPHRASE'];
  await startRelay('/ip4/127.0.0.1/tcp/0');
}, 60_000);
afterAll(async () => {
  relay.kill('SIGKILL');
  await rm(home, { recursive: true, force: true, maxRetries: 5 });
});

test('an account without a passphrase: the key lies in a file for the user alone, and show says so', async () => {
  expect((await plexi(['space', 'list'])).err).toMatch(/^NO_ACCOUNT: /);
  const created = (await json(['account', 'create', '--name', 'Ada', '--no-passphrase'])) as {
    phrase: string;
  };
  expect(created.phrase.split(' ')).toHaveLength(24);
  expect((await plexi(['account', 'create', '--name', 'Ada'])).err).toMatch(/^ACCOUNT_EXISTS: /);
  const shown = await json(['account', 'show']);
  expect(shown).toMatchObject({
    state: 'ready',
    name: 'Ada',
    vault: 'file',
    protection: expect.stringMatching(/file/),
  });
  const folder = path.join(home, 'profiles', 'default');
  for (const file of await readdir(folder))
    expect((await stat(path.join(folder, file))).mode & 0o077).toBe(0);
});

test('what a command writes is on the relay when it has ended', async () => {
  expect(await json(['space', 'create', '--name', 'Lab', '--relay', address])).toMatchObject({ name: 'Lab' });
  expect(await json(send('first'))).toMatchObject({ text: 'first', author: 'Ada' });
  expect(await plexi(['sync', 'wait', '--space', 'Lab', '--timeout', '10'])).toMatchObject({ status: 0 });
  expect(await json(['message', 'list', ...LAB])).toMatchObject([{ text: 'first', state: 'relay' }]);
}, 40_000);

test('two commands at once take turns with the profile', async () => {
  const ran = await Promise.all(['a', 'b'].map(async (text) => plexi(send(text))));
  expect(ran.map(({ status, err }) => ({ status, err }))).toEqual(ran.map(() => ({ status: 0, err: '' })));
  const list = (await json(['message', 'list', ...LAB])) as { text: string }[];
  expect(list.map(({ text }) => text).sort()).toEqual(['a', 'b', 'first']);
}, 40_000);

test('while the client is up, commands go through it; SIGTERM stops it cleanly', async () => {
  const up = begin(['up', '--json']);
  if (up.stdout === null) throw new Error('no output');
  const [line] = (await once(createInterface(up.stdout), 'line')) as [string];
  expect(JSON.parse(line)).toEqual({ up: true, profile: path.join(home, 'profiles', 'default') });
  expect(await json(send('through the client'))).toMatchObject({ text: 'through the client' });
  expect((await plexi(['up'])).err).toMatch(/^PROFILE_IN_USE: /);
  up.kill('SIGTERM');
  await once(up, 'exit');
  expect(up.exitCode).toBe(0);
  expect(await plexi(['space', 'list'])).toMatchObject({ status: 0, err: '' });
}, 40_000);

test('a killed client leaves no obstacle', async () => {
  const up = begin(['up', '--json']);
  if (up.stdout === null) throw new Error('no output');
  await once(createInterface(up.stdout), 'line');
  up.kill('SIGKILL');
  await once(up, 'exit');
  expect(await plexi(['space', 'list'])).toMatchObject({ status: 0, err: '' });
});

test('killing the command that runs the relay kills the relay', async () => {
  const port = relayPort();
  expect(await isListening(port)).toBe(true);
  relay.kill('SIGKILL');
  await once(relay, 'exit');
  expect(await isListening(port)).toBe(false);
});

test('with the relay gone, writing works and is quick; waiting for it says that it is not there', async () => {
  const sent = await plexi(send('offline'));
  expect(sent).toMatchObject({ status: 0, err: '' });
  expect(sent.ms).toBeLessThan(6_000);
  const waited = await plexi(['sync', 'wait', '--space', 'Lab', '--timeout', '0.5']);
  expect(waited.status).toBe(1);
  expect(waited.err).toMatch(/^NO_SYNC: /);
  await startRelay(`/ip4/127.0.0.1/tcp/${relayPort()}`);
  expect(await plexi(['sync', 'wait', '--space', 'Lab', '--timeout', '15'])).toMatchObject({ status: 0 });
}, 60_000);

test('a port in use is an error with its code', async () => {
  const ran = await plexi([
    'relay',
    'start',
    '--listen',
    `/ip4/127.0.0.1/tcp/${relayPort()}`,
    '--data',
    path.join(home, 'other'),
  ]);
  expect(ran).toMatchObject({ status: 1, out: '' });
  expect(ran.err).toMatch(/^PORT_IN_USE: /m);
});

test('a passphrase comes from the environment, never to the disk, and a wrong one opens nothing', async () => {
  const cleo = ['--profile', './cleo'];
  const run = async (args: string[], passphrase?: string): Promise<Ran> =>
    new Promise((resolve) => {
      const child = spawn(process.execPath, [MAIN, ...args, ...cleo], {
        cwd: home,
        env: { ...env, ...(passphrase === undefined ? {} : { PLEXI_PASSPHRASE: passphrase }) },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let out = '';
      let err = '';
      child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
      child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
      child.once('close', (status) => resolve({ status, out, err, ms: 0 }));
    });
  expect(await run(['account', 'create', '--name', 'Cleo'], 'correct horse 7731')).toMatchObject({
    status: 0,
  });
  expect((await run(['space', 'list'])).err).toMatch(/^PASSPHRASE_NEEDED: /);
  expect((await run(['space', 'list'], 'wrong')).err).toMatch(/^PASSPHRASE_WRONG: /);
  expect(await run(['space', 'list'], 'correct horse 7731')).toMatchObject({ status: 0 });
  const folder = path.join(home, 'cleo');
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (!entry.isFile()) continue;
    expect((await readFile(path.join(folder, entry.name))).includes('correct horse 7731')).toBe(false);
  }
}, 40_000);
