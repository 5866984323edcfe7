/**
 * Every static check. `npm run check -- --fix` first writes anew what documents take from the code.
 */
import { type CheckResult, runChecks } from './check/check.ts';
import { documentChecks, writeDocuments } from './check/documents.ts';
import { licenceCheck } from './check/licences.ts';
import { toolChecks, typeChecks } from './check/tools.ts';

function tell({ name, problems, seconds }: CheckResult): void {
  console.log(`${problems === '' ? '✓' : '✗'} ${name}  ${seconds.toFixed(1)} s`);
  if (problems !== '') console.log(problems.replaceAll(/^/gm, '    '));
}

/** Runs them all and prints a line for each, with what is wrong under it. */
export const checkEverything = (): Promise<CheckResult[]> =>
  runChecks([...toolChecks, licenceCheck, ...documentChecks, ...typeChecks()], tell);

if (import.meta.main) {
  // Never more than its own pages: others may be working in this tree, and their files are theirs to rewrite.
  if (process.argv.includes('--fix')) await writeDocuments();
  const failed = (await checkEverything()).filter(({ problems }) => problems !== '');
  console.log(
    failed.length === 0 ? 'All checks passed.' : `Failed: ${failed.map(({ name }) => name).join(', ')}`,
  );
  process.exitCode = failed.length === 0 ? 0 : 1;
}
