/**
 * Every static check. `npm run check -- --fix` first puts right what a machine can: format and the page of errors.
 */
import { type CheckResult, runChecks } from './check/check.ts';
import { documentChecks, writeErrorsPage } from './check/documents.ts';
import { licenceCheck } from './check/licences.ts';
import { formatAll, toolChecks, typeChecks } from './check/tools.ts';

function tell({ name, problems, seconds }: CheckResult): void {
  console.log(`${problems === '' ? '✓' : '✗'} ${name}  ${seconds.toFixed(1)} s`);
  if (problems !== '') console.log(problems.replaceAll(/^/gm, '    '));
}

/** Runs them all and prints a line for each, with what is wrong under it. */
export const checkEverything = (): Promise<CheckResult[]> =>
  runChecks([...toolChecks, licenceCheck, ...documentChecks, ...typeChecks()], tell);

if (import.meta.main) {
  if (process.argv.includes('--fix')) {
    await writeErrorsPage();
    await formatAll();
  }
  const failed = (await checkEverything()).filter(({ problems }) => problems !== '');
  console.log(
    failed.length === 0 ? 'All checks passed.' : `Failed: ${failed.map(({ name }) => name).join(', ')}`,
  );
  process.exitCode = failed.length === 0 ? 0 : 1;
}
