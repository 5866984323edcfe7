/**
 * What a run does: drawn from its seed before it begins, so that any part of it can be left out and the rest stays as it was.
 * A step names what it is about by numbers that mean something in whatever the world has come to by then.
 */
import { LIES, type Lie } from '../fabric/liars.ts';
import { createRandom, type Random } from '../machine/random.ts';

/** What people do. `by` is a device, by number; `to` and `which` pick from what is there. */
export interface Deed {
  kind:
    | 'send'
    | 'edit'
    | 'react'
    | 'delete'
    | 'channel'
    | 'private'
    | 'add'
    | 'drop'
    | 'role'
    | 'remove'
    | 'ban'
    | 'join'
    | 'device'
    | 'restart';
  by: number;
  to: number;
  which: number;
}

/** What befalls them. */
export type Fault =
  | { kind: 'crash'; node: number; ms: number }
  | { kind: 'cut'; from: number; to: number; bothWays: boolean; ms: number }
  | { kind: 'split'; side: number; bothWays: boolean; ms: number }
  | { kind: 'weather'; loss: number; cutting: number; replay: number; delayMs: number }
  | { kind: 'skew'; node: number; ms: number }
  | { kind: 'liar'; node: number; lie: Lie; share: number; ms: number }
  | { kind: 'rollback'; relay: number; share: number }
  | { kind: 'disk'; node: number; failing: number; full: boolean; ms: number };

export type Step = { at: number; number: number } & ({ deed: Deed } | { fault: Fault });

export interface Plan {
  seed: number;
  people: number;
  relays: number;
  /** Of how many people a second device is there. */
  seconds: number;
  /** Whether the last of the people comes as a guest, who is let into one channel. */
  guest: boolean;
  /** Whether devices find each other without a relay. */
  lan: boolean;
  keyGroups: 'real' | 'modelled';
  steps: Step[];
}

export interface PlanBounds {
  nodes: { low: number; high: number };
  keyGroups: 'real' | 'modelled';
}

/** How often each deed is done, compared with the others. */
const DEEDS: Record<Deed['kind'], number> = {
  send: 40,
  edit: 5,
  react: 6,
  delete: 4,
  channel: 4,
  private: 4,
  add: 4,
  drop: 3,
  role: 5,
  remove: 3,
  ban: 1,
  join: 4,
  device: 3,
  restart: 4,
};

const DAY_MS = 24 * 60 * 60_000;
/** How long the part with faults lasts, virtual milliseconds. */
export const TROUBLE_MS = { low: 8_000, high: 30_000 };
/** Steps for each node. */
const STEPS_A_NODE = { low: 2, high: 5 };

/** The share of runs with a guest, where there are enough people. */
const GUESTS = 0.3;
const FEWEST_WITH_GUEST = 3;

const drawDeed = (random: Random): Deed => {
  const kinds = Object.entries(DEEDS) as [Deed['kind'], number][];
  let left = random.below(kinds.reduce((sum, [, weight]) => sum + weight, 0));
  const kind = kinds.find(([, weight]) => (left -= weight) < 0)?.[0] ?? 'send';
  return { kind, by: random.below(1 << 20), to: random.below(1 << 20), which: random.below(1 << 20) };
};

const drawFault = (random: Random): Fault => {
  const node = random.below(1 << 20);
  const ms = random.between(500, 20_000);
  const bothWays = random.chance(0.6);
  switch (random.below(8)) {
    case 0:
      return { kind: 'crash', node, ms };
    case 1:
      return { kind: 'cut', from: node, to: random.below(1 << 20), bothWays, ms };
    case 2:
      return { kind: 'split', side: node, bothWays, ms };
    case 3:
      return {
        kind: 'weather',
        loss: random.chance(0.3) ? 0 : random.between(0, 0.3),
        cutting: random.chance(0.5) ? random.between(0, 0.05) : random.unit(),
        replay: random.chance(0.8) ? 0 : random.between(0, 0.05),
        delayMs: random.chance(0.5) ? random.between(1, 50) : random.between(50, 4_000),
      };
    case 4:
      return { kind: 'skew', node, ms: random.chance(0.5) ? 0 : random.between(-DAY_MS, DAY_MS) };
    case 5:
      return { kind: 'liar', node, lie: random.pick(LIES), share: random.unit(), ms };
    case 6:
      return { kind: 'rollback', relay: node, share: random.unit() };
    default:
      return { kind: 'disk', node, failing: random.between(0, 0.3), full: random.chance(0.3), ms: ms / 3 };
  }
};

/** Draws a run. */
export const drawPlan = (seed: number, bounds: PlanBounds): Plan => {
  const random = createRandom(`plan ${seed}`);
  const nodes = Math.floor(random.between(bounds.nodes.low, bounds.nodes.high + 1));
  const relays = 1 + random.below(Math.min(3, nodes - 3));
  const seconds = random.below(Math.min(3, Math.floor((nodes - relays) / 2)));
  const count = Math.floor(nodes * random.between(STEPS_A_NODE.low, STEPS_A_NODE.high));
  const trouble = random.between(TROUBLE_MS.low, TROUBLE_MS.high);
  const faulty = random.chance(0.1) ? 0 : random.between(0.05, 0.5);
  const steps = Array.from({ length: count }, (_, number): Step => {
    const at = random.between(0, trouble);
    return random.chance(faulty)
      ? { at, number, fault: drawFault(random) }
      : { at, number, deed: drawDeed(random) };
  });
  const people = nodes - relays - seconds;
  return {
    seed,
    people,
    guest: people >= FEWEST_WITH_GUEST && random.stream('guest').chance(GUESTS),
    relays,
    seconds,
    lan: random.chance(0.3),
    keyGroups: bounds.keyGroups,
    steps: steps.sort((a, b) => a.at - b.at),
  };
};
