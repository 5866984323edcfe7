/**
 * Everything that can be shown to hold: the static checks, then every test. The last line is what came of it.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { buildDesktop } from '../apps/desktop/src/launch/build.ts';
import { makeBundle } from '../packages/bundle/src/make.ts';
import { ROOT, toolScript } from './check/run-tool.ts';
import { checkEverything } from './check.ts';
import { findBrowser } from './find-browser.ts';
import { filesToTryAgain, readTally, TALLY_VARIABLE, type Tally, withSecondTry } from './report/tally.ts';

const TALLY = join(ROOT, '.plexi', 'test-tally.json');
const REPORTER = join(import.meta.dirname, 'report', 'tally-reporter.ts');

const [long, filters] = [
  process.argv.includes('--long'),
  process.argv.slice(2).filter((arg) => arg !== '--long'),
];

/** What the tests are told about the machine; absent things are absent, and the tests that want them say so. */
function describeMachine(): NodeJS.ProcessEnv {
  const browser = findBrowser();
  const data = process.env['PLEXI_DATA'] ?? join(ROOT, '..', 'shared', 'data');
  console.log(`browser: ${browser ?? 'none found; browser tests are skipped'}`);
  console.log(
    `third-party data: ${existsSync(data) ? data : 'none found; the tests that use it are skipped'}`,
  );
  return {
    ...process.env,
    PLEXI_DATA: data,
    ...(browser === undefined ? {} : { PLEXI_BROWSER: browser }),
    ...(long ? { PLEXI_LONG: '1' } : {}),
  };
}

/** Runs vitest with our terminal, over `only` what these name; all where they name nothing. */
async function runTests(env: NodeJS.ProcessEnv, only: readonly string[]): Promise<Tally> {
  const args = ['run', '--reporter=default', `--reporter=${REPORTER}`, ...only];
  await rm(TALLY, { force: true });
  const status = await new Promise<number>((resolve, reject) => {
    const child = spawn(process.execPath, [toolScript('vitest', 'vitest'), ...args], {
      cwd: ROOT,
      env: { ...env, [TALLY_VARIABLE]: TALLY },
      stdio: 'inherit',
    });
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
  return readTally(TALLY, status);
}

const started = performance.now();
const checks = filters.length === 0 ? await checkEverything() : [];
const env = describeMachine();
await mkdir(join(ROOT, '.plexi'), { recursive: true });
// Before the tests, so that none of them builds under the others' feet.
const unbuilt = await buildDesktop((sentence) => console.log(sentence));
const unbundled = await makeBundle(ROOT).then(
  () => undefined,
  (error: unknown) => String(error),
);
if (unbundled !== undefined) console.log(unbundled);
if (unbuilt !== undefined) console.log(unbuilt);
const first = await runTests(env, filters);
const again = filesToTryAgain(first);
if (again.length > 0) console.log(`once more, by themselves: ${again.join(', ')}`);
const { tally: tests, unsteady } =
  again.length === 0 ? { tally: first, unsteady: [] } : withSecondTry(first, await runTests(env, again));

const failed = [
  ...checks.filter(({ problems }) => problems !== '').map(({ name }) => `check: ${name}`),
  ...tests.failed,
];
if (process.env['CI'] === 'true' && env['PLEXI_BROWSER'] === undefined)
  failed.push('no browser, which CI must have');
if (unbuilt !== undefined) failed.push('build: the interface');
if (unbundled !== undefined) failed.push('build: the programs');
const passed = checks.filter(({ problems }) => problems === '').length + tests.passed;

for (const name of tests.skipped) console.log(`skipped: ${name}`);
for (const name of unsteady) console.log(`unsteady: ${name} (failed, then passed by itself)`);
for (const name of failed) console.log(`failed: ${name}`);
console.log(`${((performance.now() - started) / 1000).toFixed(0)} s`);
console.log(`${passed} passed, ${failed.length} failed, ${tests.skipped.length} skipped`);
process.exitCode = failed.length === 0 ? 0 : 1;
