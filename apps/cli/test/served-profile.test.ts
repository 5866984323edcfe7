/** The command line against a profile that another process, here the test, has open. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Handlers } from '@plexi/operations';
import { type ServedProfile, serveProfile } from '@plexi/peer/host';
import { LIMITS, plexiError } from '@plexi/protocol';
import { afterEach, beforeEach, expect, test } from 'vitest';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const ID = 'cd'.repeat(32);

interface Ran {
  status: number | null;
  out: string;
  err: string;
}

let home: string;
let folder: string;
let served: ServedProfile | undefined;
let calls: { operation: string; input: unknown }[];

const plexi = async (
  args: string[],
  options: { stdin?: string | Buffer; env?: NodeJS.ProcessEnv } = {},
): Promise<Ran> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [MAIN, ...args], {
      env: { ...process.env, PLEXI_HOME: home, TZ: 'UTC', ...options.env },
    });
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    child.once('error', reject);
    child.once('close', (status) => resolve({ status, out, err }));
    child.stdin.on('error', () => undefined);
    child.stdin.end(options.stdin ?? '');
  });

const message = (text: string) => ({
  id: ID,
  author: 'Ada',
  time: '2026-11-23T10:05:00.000Z',
  text,
  state: 'pending' as const,
  kind: 'post' as const,
  authorId: ID,
  own: true,
  clock: 1,
});

let locked: boolean;
const handlers: Handlers = {
  'space.list': async () => {
    if (locked) throw plexiError('PASSPHRASE_NEEDED');
    return [{ id: ID, name: 'Lab', state: 'ready', role: 'owner' }];
  },
  'account.unlock': async ({ passphrase }) => {
    if (passphrase !== 'open sesame') throw plexiError('PASSPHRASE_WRONG');
    locked = false;
    return { state: 'ready', profile: folder };
  },
  'message.send': async (input) => {
    calls.push({ operation: 'message.send', input });
    return message(input.text);
  },
  'message.list': async ({ limit }) =>
    Array.from({ length: limit }, (_, i) => message(`line ${i}\u001b[31m\nsecond`)),
  'message.show': async ({ id }) => {
    if (!ID.startsWith(id)) throw plexiError('NOT_FOUND', { detail: 'message' });
    return message('it');
  },
  'message.edit': async (input) => {
    calls.push({ operation: 'message.edit', input });
    return message(input.text);
  },
  'message.import': async (input) => {
    calls.push({ operation: 'message.import', input });
    return { imported: input.lines.split('\n').length, known: 1 };
  },
  'channel.list': async ({ space }) => {
    throw plexiError('NOT_FOUND', { detail: `space ${space}` });
  },
};

beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'plexi-cli-'));
  folder = path.join(home, 'profiles', 'ben');
  calls = [];
  locked = false;
  served = await serveProfile({ folder, handlers, subscribe: () => () => undefined });
});
afterEach(async () => {
  await served?.close();
  await rm(home, { recursive: true, force: true });
});

const BEN = ['--profile', 'ben'];

test('a command goes through the process that has the profile open', async () => {
  expect(await plexi(['space', 'list', ...BEN])).toEqual({
    status: 0,
    out: `NAME  STATE  ROLE   ID\nLab   ready  owner  ${ID}\n`,
    err: '',
  });
});

test('--json prints exactly one document, compact and on one line', async () => {
  const ran = await plexi(['space', 'list', '--json', '--profile', folder]);
  expect(ran).toMatchObject({ status: 0, err: '' });
  expect(ran.out).toBe(`${JSON.stringify([{ id: ID, name: 'Lab', state: 'ready', role: 'owner' }])}\n`);
});

test('a message may be named by the first digits of its id, as they are shown', async () => {
  const edit = (id: string) => plexi(['message', 'edit', '--space', 'L', id, 'better', ...BEN]);
  expect(await edit('cdcdcdcdcdcd')).toMatchObject({ status: 0, err: '' });
  expect(calls).toEqual([{ operation: 'message.edit', input: { space: 'L', id: ID, text: 'better' } }]);
  expect((await edit('cdcdcdcdcdce')).err).toBe(
    'NOT_FOUND: There is no message by that name or id.\nSee which there are with: plexi message list --space SPACE --channel CHANNEL\n',
  );
  expect((await edit('cdcd')).err).toContain('not an id: it has 64 digits');
});

test('errors go to standard error with their code and the next step, exit status 1', async () => {
  const ran = await plexi(['channel', 'list', '--space', 'Nope', '--json', ...BEN]);
  expect(ran).toEqual({
    status: 1,
    out: '',
    err: 'NOT_FOUND: There is nothing by that name or id. (space Nope)\nList what there is and try again with a name from that list.\n',
  });
});

test.each([
  [[]],
  [['space']],
  [['space', 'list', '--nonsense']],
  [['message', 'list', '--space', 'L', '--channel', 'g', '--limit', 'x']],
  [['help', 'nonsense']],
])('wrong usage %j ends with status 2 and says why', async (args) => {
  const ran = await plexi([...args]);
  expect(ran).toMatchObject({ status: 2, out: '' });
  expect(ran.err).toMatch(/^USAGE: .+\nSee plexi .*--help\.\n$/);
});

test('a bad value is refused before any profile is opened for it', async () => {
  const ran = await plexi([
    'message',
    'list',
    '--space',
    'L',
    '--channel',
    'g',
    '--limit',
    '0',
    '--profile',
    'nobody',
  ]);
  expect(ran).toMatchObject({ status: 1, out: '' });
  expect(ran.err).toMatch(/^INVALID_INPUT: .*limit/);
  const name = await plexi(['space', 'list', '--profile', 'no\u0007pe']);
  expect(name.err).toMatch(/^PROFILE_INVALID: /);
});

test('messages read as time, author and text; a terminal has nothing to obey', async () => {
  const { out } = await plexi(['message', 'list', '--space', 'L', '--channel', 'g', '--limit', '1', ...BEN]);
  expect(out).toBe('cdcdcdcdcdcd 2026-11-23 10:05 Ada [pending]: line 0<001B>[31m\n    second\n');
});

test('- reads the text from standard input, byte for byte but for the last line break', async () => {
  const send = ['message', 'send', '--space', 'L', '--channel', 'g', '-', ...BEN];
  expect(await plexi(send, { stdin: '\ufeffone\r\n two \n\n' })).toMatchObject({ status: 0 });
  expect(calls[0]?.input).toMatchObject({ text: '\ufeffone\r\n two \n' });
  expect((await plexi(send, { stdin: Buffer.from([0xff, 0xfe]) })).err).toMatch(/^INVALID_INPUT: .*UTF-8/);
  expect((await plexi(send, { stdin: Buffer.alloc(LIMITS.callBytes + 1, 0x61) })).err).toMatch(
    /^TOO_LARGE: /,
  );
  expect((await plexi(send, { stdin: '' })).err).toMatch(/^INVALID_INPUT: .*empty/);
  expect(calls).toHaveLength(1);
});

test('a large file is imported in portions that fit a call, each line once and in order', async () => {
  const lines = Array.from({ length: 20_000 }, (_, i) =>
    JSON.stringify({ author: 'a', time: `${i}`, text: 'é"\\'.repeat(20) }),
  );
  const file = path.join(home, 'chat.ndjson');
  await writeFile(file, `${lines.join('\n')}\n`);
  const ran = await plexi(['message', 'import', '--space', 'L', '--channel', 'g', file, '--json', ...BEN]);
  expect(ran).toMatchObject({ status: 0, err: '' });
  expect(calls.length).toBeGreaterThan(1);
  expect(JSON.parse(ran.out)).toEqual({ imported: 20_000, known: calls.length });
  expect(calls.map((call) => (call.input as { lines: string }).lines).join('\n')).toBe(lines.join('\n'));
});

test.each([
  ['a line past the limit', Buffer.alloc(LIMITS.importLineBytes + 1, 0x61), /^TOO_LARGE: .*line 1/],
  ['no UTF-8', Buffer.from([0x7b, 0xff, 0x0a]), /^INVALID_INPUT: .*UTF-8/],
])('a file with %s is refused', async (_, content, error) => {
  const file = path.join(home, 'bad.ndjson');
  await writeFile(file, content);
  const ran = await plexi(['message', 'import', '--space', 'L', '--channel', 'g', file, ...BEN]);
  expect(ran).toMatchObject({ status: 1, out: '', err: expect.stringMatching(error) });
  expect(calls).toEqual([]);
});

test('a file that is not there is NOT_FOUND; a folder is no file', async () => {
  const importing = ['message', 'import', '--space', 'L', '--channel', 'g', ...BEN];
  expect((await plexi([...importing, path.join(home, 'none')])).err).toMatch(/^NOT_FOUND: .*file/);
  expect((await plexi([...importing, home])).err).toMatch(/^INVALID_INPUT: /);
});

test('a locked profile is opened with the passphrase from the environment, and stays so', async () => {
  locked = true;
  const list = ['space', 'list', ...BEN];
  expect((await plexi(list)).err).toMatch(/^PASSPHRASE_NEEDED: /);
  expect((await plexi(list, { env: { PLEXI_PASSPHRASE: 'wrong' } })).err).toMatch(/^PASSPHRASE_WRONG: /);
  expect(await plexi(list, { env: { PLEXI_PASSPHRASE: 'open sesame' } })).toMatchObject({ status: 0 });
  expect(await plexi(list)).toMatchObject({ status: 0 });
});

test('a second client of one profile does not come up', async () => {
  const ran = await plexi(['up', ...BEN]);
  expect(ran).toMatchObject({ status: 1, out: '' });
  expect(ran.err).toMatch(/^PROFILE_IN_USE: /);
});

test('help and version need no profile', async () => {
  expect((await plexi(['--version'])).out).toMatch(/^plexi \d+\.\d+\.\d+\n$/);
  expect(await plexi(['message', 'send', '--help'])).toMatchObject({ status: 0, err: '' });
});

test('no relay is running: status says so, stop is an error', async () => {
  expect(await plexi(['relay', 'status', '--json'])).toEqual({
    status: 0,
    out: '{"running":false}\n',
    err: '',
  });
  expect((await plexi(['relay', 'stop'])).err).toMatch(/^RELAY_NOT_RUNNING: /);
});
