import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { toolScript } from '../check/run-tool.ts';
import { readTally, TALLY_VARIABLE } from '../report/tally.ts';

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
});

test('a run that told nothing counts as failed', async () => {
  expect(await readTally(join(tmpdir(), 'plexi-no-such-tally.json'), 0)).toMatchObject({
    failed: [expect.any(String)],
  });
});
