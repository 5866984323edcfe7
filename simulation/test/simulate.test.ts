import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const run = promisify(execFile);

interface Line {
  seed: number;
  ok: boolean;
  breaches: { rule: string; detail: string }[];
  trace: string;
  accused: number;
}

/** Runs the command in a process of its own, as a person would. */
const simulate = async (...args: string[]): Promise<Line[]> => {
  const { stdout } = await run(process.execPath, [MAIN, '--json', ...args], { maxBuffer: 2 ** 28 }).catch(
    (error: unknown) => error as { stdout: string },
  );
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);
};

const MINUTES = 60_000;
/** Seeds that fail, and why: `docs/progress/5.md`. Whoever mends one takes it off. */
const OPEN: number[] = [];
const LONG = process.env['PLEXI_LONG'] !== undefined;

describe('[X1] simulation', () => {
  test('the same seed is the same run, in this process and in another that ran others before, with real key groups and with modelled ones', async () => {
    for (const groups of ['real', 'modelled']) {
      const twice = await simulate('--seed', '3', '--nodes', '5', '--groups', groups, '--again');
      const [, once] = await simulate('--seed', '2', '--seeds', '2', '--nodes', '5', '--groups', groups);
      expect(twice.map(({ trace }) => trace)).toEqual([once?.trace, once?.trace]);
      expect(once?.breaches).toEqual([]);
    }
  });

  // What fails here is found again with `npm run simulate -- --seed S --nodes 5 --minimise`.
  test.each([
    { groups: 'modelled', first: 1, count: 270 },
    { groups: 'real', first: 271, count: 30 },
  ])(
    '$count histories from seed $first on, key groups $groups: nothing lost, shown twice, out of order or read by the wrong device',
    {
      timeout: 10 * MINUTES,
    },
    async ({ groups, first, count }) => {
      const lines = await simulate(
        '--seed',
        `${first}`,
        '--seeds',
        `${count}`,
        '--nodes',
        '5',
        '--groups',
        groups,
      );
      const failed = lines.filter(({ ok, seed }) => !ok && !OPEN.includes(seed));
      expect(failed.map(({ seed, breaches }) => ({ seed, breaches }))).toEqual([]);
      expect(lines).toHaveLength(count);
      // [N4] That nobody is wrongly accused is one of the rules; that somebody is rightly, shows that it was looked for.
      expect(lines.some(({ accused }) => accused > 0)).toBe(true);
    },
  );

  test.runIf(LONG)(
    '200 histories of ten to twenty devices and relays',
    { timeout: 30 * MINUTES },
    async () => {
      for (const nodes of ['10', '20']) {
        const lines = await simulate('--seed', '1000', '--seeds', '100', '--nodes', nodes);
        expect(lines.filter(({ ok }) => !ok)).toEqual([]);
      }
    },
  );
});
