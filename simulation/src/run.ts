/** One run: a founded town wakes in fair weather, then people and faults do what was drawn, then all must come to rest. */

import { decodeFrame } from '@plexi/protocol';
import { judgeTown } from './check/judge-town.ts';
import { breachesOfKeys } from './check/keys.ts';
import type { Breach } from './check/rules.ts';
import { type Fabric, renewFabric } from './fabric/fabric.ts';
import {
  afterAnyhow,
  beginRun,
  letPass,
  note,
  stepsTaken,
  traceHash,
  traceLines,
  virtualNow,
  waitFor,
} from './machine/machine.ts';
import { doDeed } from './plan/deeds.ts';
import { endFaults, strike } from './plan/faults.ts';
import { type Plan, TROUBLE_MS } from './plan/plan.ts';
import { wipeDisks } from './world/disks.ts';
import { LONG_MS, townFor, wakeTown } from './world/founding.ts';
import { wipeMemories } from './world/memories.ts';
import { nodesOf, type Town } from './world/town.ts';
import { crashNode } from './world/world.ts';

export interface Outcome {
  seed: number;
  breaches: Breach[];
  trace: string;
  lines: readonly string[];
  steps: number;
  virtualMs: number;
  messages: number;
  nodes: number;
  /** How many relays broke their word, and against how many somebody has a proof. */
  faithless: number;
  accused: number;
}

/** What the nodes have for finding each other before trouble begins. */
const WAKING_MS = 200;
/** From when after the last fault on nothing is under way any more that was said in trouble. */
const CALM_MS = 5_000;
/** How long after the last fault all must be at rest. */
const REST_MS = [15_000, 30_000, 60_000, 120_000, 240_000];

const spellFrame = (bytes: Uint8Array): string => {
  try {
    const { space, frame } = decodeFrame(bytes);
    return `${space.slice(0, 4)} ${frame.kind}`;
  } catch {
    return `${bytes.length} bytes`;
  }
};

/** What comes from honest nodes on sound connections is understood. */
const failuresSince = ({ failures }: Fabric, calm: number): Breach[] =>
  failures
    .filter(({ at }) => at >= calm)
    .slice(0, 3)
    .map(({ detail }) => ({ rule: 'no frame of an honest node fails', detail }));

/** Waits until all is well, as long as that may take. */
const comeToRest = async (town: Town): Promise<Breach[]> => {
  let breaches: Breach[] = [];
  for (const ms of REST_MS) {
    await letPass(ms);
    breaches = await waitFor(judgeTown(town), LONG_MS, 'the views');
    if (breaches.length === 0 || town.breaches.length > 0) break;
  }
  return breaches;
};

/** Runs a plan. The same plan gives the same trace. */
export const runPlan = async (plan: Plan, options: { keepsTrace?: boolean } = {}): Promise<Outcome> => {
  const founded = await townFor(plan);
  beginRun(`run ${plan.seed}`, {
    startMs: founded.at,
    modelled: plan.keyGroups === 'modelled',
    ...(options.keepsTrace === true ? { spelled: spellFrame } : {}),
  });
  wipeDisks();
  wipeMemories();
  const fabric = renewFabric();
  let town: Town | undefined;
  const breaches: Breach[] = [];
  const onRejection = (error: unknown): void => {
    breaches.push({
      rule: 'no rejection that nobody handles',
      detail: error instanceof Error ? String(error.stack) : String(error),
    });
  };
  process.on('unhandledRejection', onRejection);
  try {
    const woken = await wakeTown(plan, founded);
    town = woken;
    await letPass(WAKING_MS);
    for (const step of plan.steps)
      afterAnyhow(step.at, () => {
        note('step', step.number);
        if ('deed' in step) void doDeed(woken, step.deed);
        else strike(woken, fabric, step.fault);
      });
    await letPass(TROUBLE_MS.high);
    await waitFor(endFaults(woken, fabric), LONG_MS, 'everything starts');
    const calm = virtualNow() + CALM_MS;
    breaches.push(
      ...(await comeToRest(woken)),
      ...failuresSince(fabric, calm),
      ...(await waitFor(breachesOfKeys(woken), LONG_MS, 'the keys')),
    );
  } catch (error) {
    breaches.push({
      rule: 'the run comes to its end',
      detail: error instanceof Error ? String(error.stack) : String(error),
    });
  } finally {
    process.off('unhandledRejection', onRejection);
  }
  const outcome: Outcome = {
    seed: plan.seed,
    breaches,
    trace: traceHash(),
    lines: traceLines(),
    steps: stepsTaken(),
    virtualMs: virtualNow(),
    messages: town?.sent.length ?? 0,
    nodes: town === undefined ? 0 : nodesOf(town).length,
    faithless: fabric.faithless.size,
    accused: fabric.accused.size,
  };
  for (const node of town === undefined ? [] : nodesOf(town)) crashNode(node);
  return outcome;
};
