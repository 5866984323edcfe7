import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test, vi } from 'vitest';
import { findBundle } from '../src/current.ts';
import { makeBundle } from '../src/make.ts';

const PACKAGE = path.join(import.meta.dirname, '..');
const STARTER = `import { startProgram } from '../../../packages/bundle/src/start.ts';
await startProgram('cli', () => import('./program.ts'));`;
const program = (word: string): string =>
  `import { word } from './word.ts';
const from = new Error().stack?.includes('bundles') === true ? 'bundle' : 'sources';
console.log(JSON.stringify({ word, from, place: import.meta.url.endsWith('apps/cli/src/program.ts') }));
// ${word}`;

/** A checkout with three small programs, and the real starter. */
const makeCheckout = async () => {
  const root = await realpath(await mkdtemp(path.join(tmpdir(), 'plexi-bundle-')));
  onTestFinished(() => rm(root, { recursive: true, force: true, maxRetries: 5 }));
  const write = async (file: string, text: string): Promise<void> => {
    await mkdir(path.dirname(path.join(root, file)), { recursive: true });
    await writeFile(path.join(root, file), text);
  };
  await cp(path.join(PACKAGE, 'src'), path.join(root, 'packages/bundle/src'), { recursive: true });
  await symlink(
    path.join(PACKAGE, 'node_modules'),
    path.join(root, 'packages/bundle/node_modules'),
    'junction',
  );
  for (const folder of ['apps/cli', 'apps/relay', 'apps/desktop', 'packages/bundle'])
    await write(`${folder}/package.json`, '{"type":"module"}');
  await write('pnpm-lock.yaml', '');
  await write('apps/cli/src/main.ts', STARTER);
  await write('apps/cli/src/program.ts', program('hello'));
  await write('apps/cli/src/word.ts', `export const word = 'first';`);
  await write('apps/relay/src/program.ts', '');
  await write('apps/desktop/src/peer/index.ts', '');
  const start = async (env: NodeJS.ProcessEnv = {}): Promise<unknown> => {
    const main = path.join(root, 'apps/cli/src/main.ts');
    const { stdout } = await promisify(execFile)(process.execPath, [main], {
      env: { ...process.env, ...env },
    });
    return JSON.parse(stdout);
  };
  return { root, write, start };
};

test('the first start runs the sources and has a bundle made; the next runs that, as if from the same place', async () => {
  const { root, start } = await makeCheckout();
  expect(await start()).toEqual({ word: 'first', from: 'sources', place: true });
  await vi.waitFor(() => expect(findBundle(root)).toBeDefined(), 20_000);
  expect(await start()).toEqual({ word: 'first', from: 'bundle', place: true });
  expect(await start({ PLEXI_SOURCES: '1' })).toMatchObject({ from: 'sources' });
});

test('a bundle is never older than any source, nor than what the lockfile says', async () => {
  const { root, write, start } = await makeCheckout();
  await makeBundle(root);
  await write('apps/cli/src/word.ts', `export const word = 'other';`);
  expect(findBundle(root)).toBeUndefined();
  expect(await start()).toEqual({ word: 'other', from: 'sources', place: true });
  await vi.waitFor(() => expect(findBundle(root)).toBeDefined(), 20_000);
  expect(await start()).toEqual({ word: 'other', from: 'bundle', place: true });
  for (const [file, text] of [
    ['pnpm-lock.yaml', 'a library moved'],
    ['apps/cli/package.json', '{"type":"module","imports":{}}'],
  ] as const) {
    await write(file, text);
    expect(findBundle(root)).toBeUndefined();
    await makeBundle(root);
    expect(findBundle(root)).toBeDefined();
  }
  await rm(path.join(root, 'apps/cli/src/word.ts'));
  expect(findBundle(root)).toBeUndefined();
});

test('a checkout that was moved starts from its sources, and one whose sources are wrong has no bundle', async () => {
  const { root, write } = await makeCheckout();
  await makeBundle(root);
  const moved = `${root}-moved`;
  onTestFinished(() => rm(moved, { recursive: true, force: true }));
  await cp(root, moved, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
  expect(findBundle(moved)).toBeUndefined();
  await write('apps/cli/src/program.ts', 'this is no program');
  await expect(makeBundle(root)).rejects.toThrow('program.ts');
  expect(findBundle(root)).toBeUndefined();
});

test('older bundles stay for programs that still run, up to ten', async () => {
  const { root, write } = await makeCheckout();
  for (let i = 0; i < 12; i++) {
    await write('apps/cli/src/word.ts', `export const word = '${'x'.repeat(i)}';`);
    await makeBundle(root);
    expect(findBundle(root)).toBeDefined();
  }
  const left = await readdir(path.join(root, '.plexi', 'bundles'));
  expect(left.filter((name) => name !== 'current')).toHaveLength(10);
});
