import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { toolScript } from '../check/run-tool.ts';
import { filesToTryAgain, readTally, TALLY_VARIABLE, type Tally, withSecondTry } from '../report/tally.ts';

const REPORTER = join(import.meta.dirname, '..', 'report', 'tally-reporter.ts');

test('a run is counted by name, with why a test was skipped and which file did not load', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'plexi-tally-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'tally.json');
  const args = ['run', '--root', join(import.meta.dirname, 'outcomes'), `--reporter=${REPORTER}`];
  const { status } = spawnSync(process.execPath, [toolScript('vitest', 'vitest'), ...args], {
    env: { ...process.env, [TALLY_VARIABLE]: path },
  });

  const tally = await readTally(path, status ?? 1);
  expect(tally.passed).toBe(1);
  expect(tally.failed.toSorted()).toEqual([
    'does-not-load.fixture.ts: this file cannot be loaded',
    'each-outcome.fixture.ts > does not hold',
  ]);
  expect(tally.skipped.toSorted()).toEqual([
    'each-outcome.fixture.ts > a skipped story > is skipped with it',
    'each-outcome.fixture.ts > says why it is skipped (no browser here)',
  ]);
  expect(filesToTryAgain(tally).toSorted()).toEqual(['does-not-load.fixture.ts', 'each-outcome.fixture.ts']);
});

test('a run that told nothing counts as failed', async () => {
  expect(await readTally(join(tmpdir(), 'plexi-no-such-tally.json'), 0)).toMatchObject({
    failed: [expect.any(String)],
  });
});

const told = (tally: Partial<Tally>): Tally => ({
  passed: 0,
  failed: [],
  skipped: [],
  failedFiles: [],
  failedOutside: false,
  ...tally,
});

test('what fails twice has failed; what failed once is named and counts as passed', () => {
  const first = told({ passed: 7, failed: ['a > one', 'b > two'], skipped: ['c'], failedFiles: ['a', 'b'] });
  const second = told({ passed: 3, failed: ['b > two'], skipped: [], failedFiles: ['b'] });
  const { tally, unsteady } = withSecondTry(first, second);
  expect(unsteady).toEqual(['a > one']);
  expect(tally).toMatchObject({ passed: 8, failed: ['b > two'], skipped: ['c'] });
});

test('a second run that breaks off, or fails elsewhere, has failed', async () => {
  const first = told({ passed: 7, failed: ['a > one'], failedFiles: ['a'] });
  const nothing = await readTally(join(tmpdir(), 'plexi-no-such-tally.json'), 1);
  expect(withSecondTry(first, nothing)).toMatchObject({
    tally: { failed: ['a > one', expect.stringContaining('told nothing')] },
    unsteady: [],
  });
  expect(withSecondTry(first, told({ failed: ['a > another'] })).tally.failed).toEqual(['a > another']);
});

test('many files, or what failed in none, are not tried again', async () => {
  expect(filesToTryAgain(told({ failed: ['x'], failedFiles: ['a', 'b', 'c', 'd'] }))).toEqual([]);
  expect(filesToTryAgain(told({ failed: ['x'], failedFiles: ['a'], failedOutside: true }))).toEqual([]);
  expect(filesToTryAgain(await readTally(join(tmpdir(), 'plexi-no-such-tally.json'), 0))).toEqual([]);
  expect(filesToTryAgain(told({ passed: 3 }))).toEqual([]);
});
