import { readFile } from 'node:fs/promises';

/** What came of a run of vitest. */
export interface Tally {
  passed: number;
  /** The full name of each, with its file; also files that did not load and errors outside any test. */
  failed: string[];
  /** The full name of each, and its reason where the test gave one: `context.skip('no browser')`. */
  skipped: string[];
  /** The files in which something failed, from the repository's root. */
  failedFiles: string[];
  /** Something failed outside any file: no file can be run again to see whether it holds. */
  failedOutside: boolean;
}

/** So many files are run a second time: more that fail at once is not chance. */
const SECOND_TRY_FILES = 3;

/** The files that are worth a second run by themselves; none where what failed is not a matter of chance. */
export const filesToTryAgain = ({ failedFiles, failedOutside }: Tally): string[] =>
  failedOutside || failedFiles.length > SECOND_TRY_FILES ? [] : failedFiles;

/**
 * What came of a run whose failed files were run once more, with nothing beside them.
 *
 * @returns the tally with the second run's word on what had failed, and by name what failed only once: it counts as
 *   passed, and is a fault of the test or of the program that is still to be found
 */
export const withSecondTry = (first: Tally, second: Tally): { tally: Tally; unsteady: string[] } => {
  if (second.failedOutside)
    return { tally: { ...first, failed: [...first.failed, ...second.failed] }, unsteady: [] };
  const unsteady = first.failed.filter((name) => !second.failed.includes(name));
  return {
    tally: { ...second, passed: first.passed + unsteady.length, skipped: first.skipped },
    unsteady,
  };
};

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
    return {
      passed: 0,
      failed: [`vitest ended with status ${status} and told nothing`],
      skipped: [],
      failedFiles: [],
      failedOutside: true,
    };
  const tally = JSON.parse(text) as Tally;
  if (status === 0 || tally.failed.length > 0) return tally;
  return { ...tally, failed: [`vitest ended with status ${status}`], failedOutside: true };
}
