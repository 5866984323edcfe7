/**
 * [G1] [G7] [C1] The fold: any set of governance entries gives the same governance, in whatever order, batches and however
 * often they arrive. It reads no clock.
 */
import type { EntryId, SpaceId } from '../ids.ts';
import { LIMITS } from '../limits.ts';
import type { Primitives } from '../primitives.ts';
import { type FoldedSets, foldSet } from './checkpoint.ts';
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
import { judgeNext } from './judge.ts';
import { type Judgement, sharedJudgement } from './judgement.ts';
import { judgeAmong } from './rejudge.ts';
import type { SavedGovernance } from './saved/restore.ts';
import type { Settlement } from './settle.ts';
import { listStandings } from './standing.ts';
import { givesVoice } from './voice.ts';

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

const foldGraph = (graph: Graph, sets: FoldedSets): Governance => {
  const { order, settlement, undone, top } = foldSet(graph, graph.nodes, graph.forks, sets);
  // Each holds as much as all of governance, and what is smaller than the newest final one is hardly asked for again.
  for (const [key, { order: held }] of sets) if (held.length < (top?.size ?? 0)) sets.delete(key);
  const { judgement, takings } = settlement;
  const standings = listStandings(graph, judgement, takings);
  const tips = tipsOf(judgement);
  return assemble({ graph, order: [...order], settlement, undone, standings, tips, top, sets });
};

/** Folds a set of entries of `space`. What is malformed is void, what builds on something missing waits: it throws nothing. */
export const foldGovernance = (
  primitives: Primitives,
  space: SpaceId,
  entries: readonly GovernanceEntry[],
): Governance => {
  const graph = emptyGraph(primitives, space);
  growGraph(primitives, graph, entries);
  return foldGraph(graph, new Map());
};

/** What was saved, and `entries`, which came behind it: the same as folding everything from the first entry on. */
export const foldFromSaved = (
  primitives: Primitives,
  saved: SavedGovernance,
  entries: readonly GovernanceEntry[],
): Governance => {
  const graph = copyGraph(saved.graph);
  growGraph(primitives, graph, entries);
  return foldGraph(graph, new Map([[saved.key, saved.final]]));
};

const knowsAll = (node: Node, others: readonly Node[]): boolean =>
  others.every((other) => isInPastOf(other.index, node));

/** Whether it certifies a device that removed another before: what that one signed or voted for may be taken back by it. */
const isLateProof = (order: readonly Node[], { content: { certificate } }: Pick<Node, 'content'>): boolean =>
  certificate !== undefined &&
  order.some(
    ({ entry, content }) => entry.log.device === certificate.device && content.act?.type === 'device.remove',
  );

/** Whether it may make something final, or undo or take something: then what others came to may be another than before. */
const mayReachBack = ({ order }: Pick<GovernanceRecord, 'order'>, { entry, content }: Node): boolean =>
  content.act?.type === 'checkpoint.sign' ||
  content.act?.type === 'owners.undo' ||
  content.act?.type === 'genesis' ||
  isLateProof(order, { content }) ||
  order.some(({ content: { act } }) => act?.type === 'checkpoint.sign' && act.covers.includes(entry.id));

/** Judges `added`, some of them before others of `record`; `undefined` where what those came to may be another now. */
const foldAmong = (
  record: GovernanceRecord,
  graph: Graph,
  added: readonly Node[],
): Governance | undefined => {
  const { settlement, undone, top, sets } = record;
  const below = top && sets.get(top.key);
  const isQuiet =
    undone.votes.size === 0 &&
    (top === undefined) === (below === undefined) &&
    settlement.takings.length === (below?.takings.length ?? 0);
  if (!isQuiet || added.some((node) => mayTake(node) || mayReachBack(record, node))) return undefined;
  const final = below?.order ?? [];
  const rest = [...record.order.slice(final.length), ...added].sort(foldOrder);
  const judgement = judgeAmong(
    {
      forks: graph.forks,
      byId: graph.byId,
      undone,
      order: rest,
      nodes: graph.nodes.length,
      below: below?.judgement,
    },
    settlement.takings,
    settlement.judgement,
    new Set(added),
  );
  if (judgement === undefined) return undefined;
  const standings = listStandings(graph, judgement, settlement.takings);
  return assemble({
    ...record,
    graph,
    order: [...final, ...rest],
    settlement: { ...settlement, judgement },
    standings,
    tips: tipsOf(judgement),
  });
};

/** Judges `added`, all of them behind `record` in fold order; `undefined` where one of them may reach back. */
const foldBehind = (
  record: GovernanceRecord,
  graph: Graph,
  added: readonly Node[],
): Governance | undefined => {
  const judgement = sharedJudgement(record.settlement.judgement, graph.nodes.length);
  const settlement: Settlement = { ...record.settlement, judgement, takings: [...record.settlement.takings] };
  const order = [...record.order];
  let { tips } = record;
  let isMoved = added.some(({ content }) => content.certificate !== undefined);
  const ground = { forks: graph.forks, byId: graph.byId, undone: record.undone };
  for (const node of added) {
    if (mayReachBack({ order }, node)) return undefined;
    if (mayTake(node) && !(settlement.isCalm && knowsAll(node, order))) return undefined;
    const accepted = judgeNext(ground, judgement, settlement.takings, node);
    if (accepted !== undefined) {
      const taking = takingOf(accepted);
      if (taking !== undefined) settlement.takings.push(taking);
      isMoved ||= taking !== undefined || givesVoice(accepted.ruling);
      tips = [...tips.filter((tip) => !isInPastOf(tip.index, node)), node];
    }
    order.push(node);
  }
  const standings = isMoved ? listStandings(graph, judgement, settlement.takings) : record.standings;
  return assemble({ ...record, graph, order, settlement, standings, tips });
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
  return (
    (isBehind && !forks ? foldBehind(record, graph, added) : undefined) ??
    (forks ? undefined : foldAmong(record, graph, added)) ??
    foldGraph(graph, new Map(record.sets))
  );
};
