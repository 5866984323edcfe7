import { relative } from 'node:path';

export interface Tally {
  passed: number;
  /** The full name of each, with its file and, for a file that did not load, why. */
  failed: string[];
  /** The full name of each, which says why where the test gave a reason. */
  skipped: string[];
}

/** The part of vitest's JSON report that is counted here: https://vitest.dev/guide/reporters#json-reporter */
interface Report {
  testResults: {
    name: string;
    status: string;
    message: string;
    assertionResults: { fullName: string; status: string; meta?: { skipReason?: string } | undefined }[];
  }[];
}

/** Counts a vitest JSON report. A file that failed without a failing test in it (it did not load) counts as one. */
export function countTests(json: string, root: string): Tally {
  const tally: Tally = { passed: 0, failed: [], skipped: [] };
  for (const file of (JSON.parse(json) as Report).testResults) {
    const path = relative(root, file.name).replaceAll('\\', '/');
    const failedBefore = tally.failed.length;
    for (const test of file.assertionResults) {
      const name = `${path} > ${test.fullName}`;
      if (test.status === 'passed') tally.passed++;
      else if (test.status === 'failed') tally.failed.push(name);
      else
        tally.skipped.push(test.meta?.skipReason === undefined ? name : `${name} (${test.meta.skipReason})`);
    }
    const message = file.message.split('\n')[0] ?? '';
    if (file.status === 'failed' && tally.failed.length === failedBefore)
      tally.failed.push(`${path}: ${message}`);
  }
  return tally;
}
