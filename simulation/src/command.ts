/** The command line of the simulation. */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { loadProduct } from './load.ts';
import { minimise } from './minimise.ts';
import { drawPlan, type Plan, type Step } from './plan/plan.ts';
import { type Outcome, runPlan } from './run.ts';

const USAGE =
  'npm run simulate -- [--seed S] [--seeds N] [--nodes N] [--groups real|modelled] [--again] [--minimise] [--trace FILE] [--json]';

/** Nodes of a run where none are asked for. */
const FEWEST_NODES = 5;
const MOST_NODES = 8;

const spellStep = (step: Step): string => {
  const { kind, ...how } = 'deed' in step ? step.deed : step.fault;
  return `${(step.at / 1000).toFixed(1)} s: ${kind} ${JSON.stringify(how)}`;
};

const print = (outcome: Outcome, ms: number, json: boolean): void => {
  const { seed, breaches, trace, steps, virtualMs, messages, nodes, faithless, accused } = outcome;
  if (json) {
    const line = {
      seed,
      ok: breaches.length === 0,
      breaches,
      trace,
      steps,
      virtualMs,
      messages,
      nodes,
      faithless,
      accused,
      ms,
    };
    process.stdout.write(`${JSON.stringify(line)}\n`);
    return;
  }
  const head = `seed ${seed}: ${nodes} nodes, ${messages} messages, ${steps} steps, ${Math.round(ms)} ms, trace ${trace.slice(0, 16)}`;
  process.stdout.write(`${head}${breaches.length === 0 ? '' : ' FAILED'}\n`);
  for (const { rule, detail } of breaches.slice(0, 8)) process.stdout.write(`  ${rule}: ${detail}\n`);
};

const printSmallest = async (
  plan: Plan,
  outcome: Outcome,
  json: boolean,
  trace: string | undefined,
): Promise<void> => {
  const smallest = await minimise(plan, outcome);
  if (trace !== undefined)
    writeFileSync(trace, (await runPlan(smallest.plan, { keepsTrace: true })).lines.join('\n'));
  const steps = smallest.plan.steps.map(spellStep);
  if (json) {
    const { seed } = plan;
    process.stdout.write(
      `${JSON.stringify({ seed, minimised: smallest.plan.steps, breaches: smallest.outcome.breaches })}\n`,
    );
    return;
  }
  const [first] = smallest.outcome.breaches;
  process.stdout.write(
    `  the same with ${steps.length} of ${plan.steps.length} steps: ${first?.rule}: ${first?.detail}\n`,
  );
  for (const step of steps) process.stdout.write(`    ${step}\n`);
};

/** Runs what is asked for; gives the exit status: 1 where a run failed. */
export const simulate = async (args: string[]): Promise<number> => {
  const { values } = parseArgs({
    args,
    options: {
      seed: { type: 'string', default: '1' },
      seeds: { type: 'string', default: '1' },
      nodes: { type: 'string' },
      groups: { type: 'string', default: 'modelled' },
      again: { type: 'boolean', default: false },
      minimise: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      trace: { type: 'string' },
    },
  });
  const [first, count, nodes] = [
    Number(values.seed),
    Number(values.seeds),
    Number(values.nodes ?? MOST_NODES),
  ];
  const isSound = [first, count].every((it) => Number.isSafeInteger(it) && it >= 0) && nodes >= FEWEST_NODES;
  if (!isSound || (values.groups !== 'real' && values.groups !== 'modelled')) {
    process.stderr.write(`usage: ${USAGE}\n`);
    return 2;
  }
  await loadProduct();
  let failed = 0;
  for (let seed = first; seed < first + count; seed++) {
    const plan = drawPlan(seed, {
      nodes: { low: values.nodes === undefined ? FEWEST_NODES : nodes, high: nodes },
      keyGroups: values.groups,
    });
    for (let time = 0; time < (values.again ? 2 : 1); time++) {
      const began = process.cpuUsage();
      const outcome = await runPlan(plan, { keepsTrace: values.trace !== undefined });
      const { user, system } = process.cpuUsage(began);
      print(outcome, (user + system) / 1000, values.json);
      if (values.trace !== undefined) writeFileSync(values.trace, outcome.lines.join('\n'));
      if (outcome.breaches.length === 0) continue;
      failed++;
      if (values.minimise) await printSmallest(plan, outcome, values.json, values.trace);
    }
  }
  return failed > 0 ? 1 : 0;
};
