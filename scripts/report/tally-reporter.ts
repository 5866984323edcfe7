import { writeFileSync } from 'node:fs';
import type { SerializedError } from 'vitest';
import type { Reporter, TestModule } from 'vitest/node';
import { TALLY_VARIABLE, type Tally } from './tally.ts';

/** Counts the tests of a run by name: vitest's own JSON report leaves out why a test was skipped. */
export default class TallyReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const tally: Tally = {
      passed: 0,
      failed: [],
      skipped: [],
      failedFiles: [],
      failedOutside: unhandled.length > 0,
    };
    for (const module of modules) countModule(module, tally);
    for (const error of unhandled) tally.failed.push(`error outside any test: ${error.message}`);
    const path = process.env[TALLY_VARIABLE];
    if (path !== undefined) writeFileSync(path, JSON.stringify(tally));
  }
}

function countModule(module: TestModule, tally: Tally): void {
  const failedBefore = tally.failed.length;
  for (const test of module.children.allTests()) {
    const name = `${module.relativeModuleId} > ${test.fullName}`;
    const result = test.result();
    if (result.state === 'passed') tally.passed++;
    else if (result.state === 'failed') tally.failed.push(name);
    else if (result.state === 'skipped') tally.skipped.push(result.note ? `${name} (${result.note})` : name);
    else tally.failed.push(`${name} (never ended)`);
  }
  // A file or suite may fail by itself: it did not load, or a hook threw.
  if (module.state() === 'failed' && tally.failed.length === failedBefore) {
    const [error] = module.errors();
    tally.failed.push(`${module.relativeModuleId}: ${error?.message ?? 'a suite or hook failed'}`);
  }
  if (tally.failed.length > failedBefore) tally.failedFiles.push(module.relativeModuleId);
}
