/** [P1] [P2] docs/plugins.md, followed to the letter: its files are written, its commands run, its output compared. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { callOperation } from '@plexi/operations';
import { openPeer } from '@plexi/peer';
import { profileFolder } from '@plexi/peer/host';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { REPOSITORY } from '../src/world.ts';

const exec = promisify(execFile);
const CLI = path.join(REPOSITORY, 'apps', 'cli', 'src', 'main.ts');
const BLOCK = /^```(\w+)(?: (\S+))?\n([^]*?)^```$/gmu;

let folder: string;
const plexi = async (...args: string[]): Promise<string> => {
  const env = { ...process.env, PLEXI_HOME: path.join(folder, 'home') };
  return (await exec(process.execPath, [CLI, ...args], { cwd: folder, env })).stdout;
};

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'plexi-guide-'));
  await plexi('account', 'create', '--name', 'Ada', '--no-passphrase');
  // A space that no relay knows: everything here works offline.
  vi.stubEnv('PLEXI_HOME', path.join(folder, 'home'));
  const peer = await openPeer({ profile: profileFolder(undefined) });
  const caller = { id: 'test', signal: new AbortController().signal };
  await callOperation(peer.handlers, 'space.create', { name: 'Lab', relay: [] }, caller);
  await peer.close();
}, 60_000);
afterAll(async () => rm(folder, { recursive: true, force: true }));

test('docs/plugins.md makes a plugin that works', async () => {
  const page = await readFile(path.join(REPOSITORY, 'docs', 'plugins.md'), 'utf8');
  const steps: string[] = [];
  let printed = '';
  for (const [, kind, file, text = ''] of page.matchAll(BLOCK)) {
    if (file !== undefined) {
      await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
      await writeFile(path.join(folder, file), text);
      steps.push(file);
    } else if (kind === 'sh') {
      printed = '';
      for (const line of text.trim().split('\n')) {
        const [program, ...args] = line.split(' ');
        expect(program).toBe('plexi');
        printed += await plexi(...args);
        steps.push(args.slice(0, 2).join(' '));
      }
    } else if (kind === 'text') expect(`\n${printed}`).toContain(`\n${text.trim()}\n`);
  }
  expect(steps).toEqual([
    'coin/manifest.json',
    'coin/code.js',
    'coin/panel/index.html',
    'coin/panel/panel.js',
    'plugin sign',
    'plugin install',
    'plugin list',
    'plugin grant',
    'plugin run',
    'plugin sign',
    'plugin install',
    'plugin revoke',
    'plugin remove',
  ]);
  const messages = await plexi('message', 'list', '--space', 'Lab', '--channel', 'general');
  expect(messages).toMatch(/Ada.*: The coin shows (?:heads|tails)\./u);
  expect(await plexi('plugin', 'list', '--json')).toBe('[]\n');
  // A process for each of thirteen commands.
}, 120_000);
