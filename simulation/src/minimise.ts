/** Delta debugging: of the steps that a run failed with, the few that it fails with just as well. */
import type { Plan, Step } from './plan/plan.ts';
import { type Outcome, runPlan } from './run.ts';

/** Runs that a search may take. */
const MOST_RUNS = 200;

const without = (steps: readonly Step[], from: number, count: number): Step[] => [
  ...steps.slice(0, from),
  ...steps.slice(from + count),
];

/** Leaves out as many steps as can be, while one of the same rules is broken. */
export const minimise = async (
  plan: Plan,
  failed: Outcome,
): Promise<{ plan: Plan; outcome: Outcome; runs: number }> => {
  const rules = new Set(failed.breaches.map(({ rule }) => rule));
  let best = { plan, outcome: failed };
  let runs = 0;
  for (let size = Math.ceil(plan.steps.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = 0; from < best.plan.steps.length && runs < MOST_RUNS; ) {
      const tried = { ...plan, steps: without(best.plan.steps, from, size) };
      const outcome = await runPlan(tried);
      runs++;
      if (outcome.breaches.some(({ rule }) => rules.has(rule))) best = { plan: tried, outcome };
      else from += size;
    }
  }
  return { ...best, runs };
};
