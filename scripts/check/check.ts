/**
 * One static check: what it is called, and how it is found to hold.
 */
export interface Check {
  name: string;
  /** Resolves with what is wrong, for a person to read; with nothing where all is well. */
  run: () => Promise<string>;
}

export interface CheckResult {
  name: string;
  /** Empty where the check passed. */
  problems: string;
  seconds: number;
}

/**
 * Runs the checks, two at a time, and tells of each as it ends.
 *
 * @returns the results, in the order of the checks
 */
export async function runChecks(
  checks: readonly Check[],
  tell: (result: CheckResult) => void,
): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  const queue = [...checks.entries()];
  const work = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const [place, check] = next;
      const started = performance.now();
      const problems = await check
        .run()
        .catch((cause: unknown) => `The check itself failed: ${String(cause)}`);
      const result = { name: check.name, problems, seconds: (performance.now() - started) / 1000 };
      results[place] = result;
      tell(result);
    }
  };
  await Promise.all([work(), work()]);
  return results;
}
