/** Shares the targets out among processes, and has what took longest measured. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Report } from './report.ts';
import { TARGETS } from './targets.ts';

const PROCESSES = 2;

export interface FuzzOptions {
  /** How long both processes go on, loading and measuring not counted. */
  seconds: number;
  seed: number;
  /** Whether the corpus takes in what was found to reach something new. */
  keep: boolean;
  /** Targets by name; all of them where there is none. */
  only: readonly string[];
  say: (line: string) => void;
}

/** Runs a program of this folder, line by line; resolves with how it ended. */
const runProgram = (
  program: string,
  args: readonly string[],
  lines: readonly string[],
  onLine: (line: string) => void,
): Promise<number | NodeJS.Signals | null> =>
  new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      ['--expose-gc', '--disable-warning=ExperimentalWarning', join(import.meta.dirname, program), ...args],
      { stdio: ['pipe', 'pipe', 'inherit'] },
    );
    child.on('error', reject);
    createInterface({ input: child.stdout }).on('line', onLine);
    child.on('close', (status, signal) => resolve(status ?? signal));
    child.stdin.end(lines.join('\n'));
  });

/** Gives what was found wrong, a line each. */
export const fuzzEverything = async ({ seconds, seed, keep, only, say }: FuzzOptions): Promise<string[]> => {
  const names = only.length > 0 ? [...only] : Object.keys(TARGETS);
  const reports: Report[] = [];
  const problems: string[] = [];
  const blame = (problem: string): void => {
    problems.push(problem);
    say(problem);
  };
  const fuzzShare = async (share: readonly string[]): Promise<void> => {
    const before = reports.length;
    const ended = await runProgram(
      'worker.ts',
      [String(seconds), String(seed), keep ? 'keep' : 'leave', ...share],
      [],
      (line) => {
        const report = JSON.parse(line) as Report;
        reports.push(report);
        const { target, runs, edges, inputs, finding } = report;
        say(`${target}: ${runs} runs, ${edges} edges, ${inputs} inputs`);
        if (finding !== undefined) blame(`${target}: ${finding.file}\n${finding.error}`);
      },
    );
    if (ended !== 0)
      blame(`a process ended with ${ended} after ${reports.length - before} of ${share.join(', ')}`);
  };
  const shares = Array.from({ length: PROCESSES }, (_, process) =>
    names.filter((_name, place) => place % PROCESSES === process),
  ).filter((share) => share.length > 0);
  await Promise.all(shares.map(fuzzShare));
  const worst = reports.flatMap(({ target, slowest }) => slowest.map((bytes) => `${target} ${bytes}`));
  await runProgram('measure.ts', [], worst, blame);
  return problems;
};
