/**
 * [G1] [G7] [C1] The fold: any set of governance entries gives the same governance, in whatever order, batches and however
 * often they arrive. It reads no clock.
 */
import type { EntryId, SpaceId } from '../ids.ts';
import { LIMITS } from '../limits.ts';
import type { Primitives } from '../primitives.ts';
import { mayTake, takingOf } from './cutoff.ts';
import type { Governance, GovernanceRecord } from './governance.ts';
import {
  copyGraph,
  emptyGraph,
  foldOrder,
  type GovernanceEntry,
  type Graph,
  growGraph,
  isInPastOf,
  type Node,
  parentsOf,
} from './graph.ts';
import { type Judgement, judgeNext } from './judge.ts';
import { type Settlement, settle } from './settle.ts';
import { listStandings } from './standing.ts';

const firstMissing = (graph: Graph): Map<EntryId, EntryId> => {
  const missing = new Map<EntryId, EntryId>();
  for (const [id, entry] of graph.waiting) {
    const parent = parentsOf(entry).find((it) => !graph.byId.has(it));
    if (parent !== undefined) missing.set(id, parent);
  }
  return missing;
};

/** Of more tips than a header may cite, those that know most: the others are cited by and by. */
const headsOf = (tips: readonly Node[]): EntryId[] => {
  const known = (node: Node): number => node.past.reduce((count, word) => count + popCount(word), 0);
  const chosen =
    tips.length <= LIMITS.governanceHeads
      ? tips
      : tips
          .map((node) => ({ node, known: known(node) }))
          .sort((a, b) => b.known - a.known || foldOrder(b.node, a.node))
          .slice(0, LIMITS.governanceHeads)
          .map(({ node }) => node);
  return chosen.map((node) => node.entry.id).sort();
};

const popCount = (word: number): number => {
  let count = 0;
  for (let rest = word; rest !== 0; rest &= rest - 1) count++;
  return count;
};

const tipsOf = (judgement: Judgement): Node[] => {
  const builtOn = new Uint32Array(judgement.bits.length);
  for (const { node } of judgement.accepted) {
    for (let word = 0; word < node.past.length; word++)
      (builtOn[word] as number) |= node.past[word] as number;
  }
  return judgement.accepted
    .map(({ node }) => node)
    .filter((node) => !isInPastOf(node.index, { past: builtOn }));
};

const assemble = (record: GovernanceRecord): Governance => ({
  space: record.graph.space,
  heads: headsOf(record.tips),
  accepted: record.settlement.judgement.accepted.map(({ node }) => node.entry.id),
  voided: record.settlement.judgement.voided,
  waiting: firstMissing(record.graph),
  state: record.settlement.judgement.state,
  record,
});

const foldGraph = (graph: Graph): Governance => {
  const order = graph.nodes.toSorted(foldOrder);
  const settlement = settle(graph, order);
  const { judgement, takings } = settlement;
  const standings = listStandings(judgement, takings);
  return assemble({ graph, order, settlement, standings, tips: tipsOf(judgement) });
};

/** Folds a set of entries of `space`. What is malformed is void, what builds on something missing waits: it throws nothing. */
export const foldGovernance = (
  primitives: Primitives,
  space: SpaceId,
  entries: readonly GovernanceEntry[],
): Governance => {
  const graph = emptyGraph(primitives, space);
  growGraph(primitives, graph, entries);
  return foldGraph(graph);
};

const sharedJudgement = (judgement: Judgement, nodes: number): Judgement => {
  const bits = new Uint32Array((nodes + 31) >>> 5);
  bits.set(judgement.bits);
  return {
    accepted: [...judgement.accepted],
    bits,
    voided: new Map(judgement.voided),
    state: { ...judgement.state },
    bySubject: new Map(judgement.bySubject),
  };
};

const knowsAll = (node: Node, others: readonly Node[]): boolean =>
  others.every((other) => isInPastOf(other.index, node));

/** Judges `added`, all of them behind `record` in fold order; `undefined` where one of them may reach back. */
const foldBehind = (
  record: GovernanceRecord,
  graph: Graph,
  added: readonly Node[],
): Governance | undefined => {
  const judgement = sharedJudgement(record.settlement.judgement, graph.nodes.length);
  const settlement: Settlement = { ...record.settlement, judgement, takings: [...record.settlement.takings] };
  const order = [...record.order];
  let { standings, tips } = record;
  for (const node of added) {
    if (mayTake(node) && !(settlement.isCalm && knowsAll(node, order))) return undefined;
    const accepted = judgeNext(graph, judgement, settlement.takings, node, true);
    if (accepted !== undefined) {
      const taking = takingOf(node, accepted.ruling);
      if (taking !== undefined) settlement.takings.push(taking);
      if (taking !== undefined || accepted.ruling.certificate !== undefined) {
        standings = listStandings(judgement, settlement.takings);
      }
      tips = [...tips.filter((tip) => !isInPastOf(tip.index, node)), node];
    }
    order.push(node);
  }
  return assemble({ graph, order, settlement, standings, tips });
};

/**
 * The governance of what `governance` has and `entries` together: the same as folding all of it, and cheap where the new acts
 * come behind the others and take nothing away from what they didn't know. `governance` itself stays as it is.
 */
export const extendGovernance = (
  primitives: Primitives,
  governance: Governance,
  entries: readonly GovernanceEntry[],
): Governance => {
  const { record } = governance;
  const graph = copyGraph(record.graph);
  const added = growGraph(primitives, graph, entries).sort(foldOrder);
  const forks = [...graph.forks].some(([log, sequence]) => record.graph.forks.get(log) !== sequence);
  const [first] = added;
  const last = record.order.at(-1);
  const isBehind = first === undefined || last === undefined || foldOrder(last, first) < 0;
  return (isBehind && !forks ? foldBehind(record, graph, added) : undefined) ?? foldGraph(graph);
};
