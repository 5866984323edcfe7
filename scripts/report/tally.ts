import { readFile } from 'node:fs/promises';

/** What came of a run of vitest. */
export interface Tally {
  passed: number;
  /** The full name of each, with its file; also files that did not load and errors outside any test. */
  failed: string[];
  /** The full name of each, and its reason where the test gave one: `context.skip('no browser')`. */
  skipped: string[];
}

/** Where the reporter in `tally-reporter.ts` writes, told to it through the environment. */
export const TALLY_VARIABLE = 'PLEXI_TEST_TALLY';

/**
 * Reads what the reporter wrote. A run that ended badly, or wrote nothing, is never one without failures.
 *
 * @param status vitest's exit status
 */
export async function readTally(path: string, status: number): Promise<Tally> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined)
    return { passed: 0, failed: [`vitest ended with status ${status} and told nothing`], skipped: [] };
  const tally = JSON.parse(text) as Tally;
  if (status !== 0 && tally.failed.length === 0) tally.failed.push(`vitest ended with status ${status}`);
  return tally;
}
