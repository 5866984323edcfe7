/**
 * [G3] Settling who took what from whom, from the top down by rank: the owner's takings first, then the admins', then
 * everyone's over their own devices (the latest certified first). One that is settled binds whatever comes after it.
 *
 * A later one may turn out to void what an earlier one rested on (who admitted its author, say). The earlier one is then
 * rejected for good and the rest settled anew: so this ends, and no cutoff of a void removal is ever in force.
 */
import type { EntryId } from '../ids.ts';
import type { Role } from './act.ts';
import { type Taking, takingOf, voidedBy } from './cutoff.ts';
import { foldOrder, type Graph, type Node } from './graph.ts';
import { type Accepted, type Judgement, judgeAll } from './judge.ts';

export interface Settlement {
  judgement: Judgement;
  takings: Taking[];
  /** Whether no taking voids anything: then one more, behind all others, can't change how they were settled. */
  isCalm: boolean;
}

const RANKS: readonly Role[] = ['owner', 'admin', 'member'];

/** Among one account's devices the latest certified goes first; among others the order of the fold. */
const byAuthority = (a: Accepted, b: Accepted): number => {
  if (a.certifiedAt !== b.certifiedAt) return b.certifiedAt - a.certifiedAt;
  if (a.ruling.device !== b.ruling.device) return a.ruling.device > b.ruling.device ? -1 : 1;
  return foldOrder(a.node, b.node);
};

/** The takings of the highest rank that has any open, the ones with most authority first. */
const nextInRank = (judgement: Judgement, settled: ReadonlyMap<EntryId, Taking>): Accepted[] => {
  const open = judgement.accepted.filter(
    ({ node, ruling }) => takingOf(node, ruling) !== undefined && !settled.has(node.entry.id),
  );
  const rank = RANKS.find((it) => open.some((accepted) => accepted.rank === it));
  return open.filter((accepted) => accepted.rank === rank).sort(byAuthority);
};

const isSame = (a: Uint32Array, b: Uint32Array): boolean => a.every((word, i) => word === b[i]);

/** Judges the whole graph, `order`ed by `foldOrder`. */
export const settle = (graph: Graph, order: readonly Node[]): Settlement => {
  const settled = new Map<EntryId, Taking>();
  const rejected = new Set<EntryId>();
  let isCalm = true;
  let first: Judgement | undefined;
  for (;;) {
    const takings = [...settled.values()];
    const judgement = judgeAll(graph, order, takings, rejected);
    first ??= judgement;
    isCalm &&= isSame(first.bits, judgement.bits);
    const lost = takings
      .filter(({ node }) => judgement.voided.has(node.entry.id))
      .sort((a, b) => foldOrder(a.node, b.node))[0];
    if (lost !== undefined) {
      rejected.add(lost.node.entry.id);
      settled.delete(lost.node.entry.id);
      continue;
    }
    const next = nextInRank(judgement, settled);
    if (next.length === 0) return { judgement, takings, isCalm };
    const added: Taking[] = [];
    for (const { node, ruling } of next) {
      const taking = takingOf(node, ruling);
      if (taking !== undefined && voidedBy(added, judgement.state, node, ruling) === undefined)
        added.push(taking);
    }
    for (const taking of added) settled.set(taking.node.entry.id, taking);
  }
};
