/**
 * [G3] Settling who took what from whom, from the top down by rank: the owner's takings first, then the admins' and so on down, and at last
 * everyone's over their own devices (the latest certified first). One that is settled binds whatever comes after it.
 *
 * A later one may turn out to void what an earlier one rested on (who admitted its author, say). The earlier one is then
 * rejected for good and the rest settled anew: so this ends, and no cutoff of a void removal is ever in force.
 */
import type { EntryId } from '../ids.ts';
import type { Accepted } from './accepted.ts';
import { type Taking, takingOf, voidedBy } from './cutoff.ts';
import { foldOrder } from './graph.ts';
import { type Case, judgeAll } from './judge.ts';
import type { Judgement } from './judgement.ts';
import { ROLES } from './role.ts';

export interface Settlement {
  judgement: Judgement;
  takings: Taking[];
  /** Whether no taking voids anything: then one more, behind all others, can't change how they were settled. */
  isCalm: boolean;
}

/** Among one account's devices the latest certified goes first; among others the order of the fold. */
const byAuthority = (a: Accepted, b: Accepted): number => {
  if (a.certifiedAt !== b.certifiedAt) return b.certifiedAt - a.certifiedAt;
  if (a.ruling.device !== b.ruling.device) return a.ruling.device > b.ruling.device ? -1 : 1;
  return foldOrder(a.node, b.node);
};

/** The takings of the highest rank that has any open, the ones with most authority first. */
const nextInRank = (judgement: Judgement, isSettled: (id: EntryId) => boolean): Accepted[] => {
  const open = judgement.accepted.filter((it) => takingOf(it) !== undefined && !isSettled(it.node.entry.id));
  const rank = ROLES.find((it) => open.some((accepted) => accepted.rank === it));
  return open.filter((accepted) => accepted.rank === rank).sort(byAuthority);
};

const isSame = (a: Uint32Array, b: Uint32Array): boolean => a.every((word, i) => word === b[i]);

/** Judges a case and settles what was taken in it, on top of takings that are final. */
export const settle = (given: Case, final: readonly Taking[]): Settlement => {
  const settled = new Map<EntryId, Taking>();
  const rejected = new Set<EntryId>();
  const before = new Set(final.map(({ node }) => node.entry.id));
  let isCalm = true;
  let first: Judgement | undefined;
  for (;;) {
    const takings = [...final, ...settled.values()];
    const judgement = judgeAll(given, takings, rejected);
    first ??= judgement;
    isCalm &&= isSame(first.bits, judgement.bits);
    const lost = [...settled.values()]
      .filter(({ node }) => judgement.voided.has(node.entry.id))
      .sort((a, b) => foldOrder(a.node, b.node))[0];
    if (lost !== undefined) {
      rejected.add(lost.node.entry.id);
      settled.delete(lost.node.entry.id);
      continue;
    }
    const next = nextInRank(judgement, (id) => settled.has(id) || before.has(id));
    if (next.length === 0) return { judgement, takings, isCalm };
    const added: Taking[] = [];
    for (const accepted of next) {
      const { node, ruling } = accepted;
      const taking = takingOf(accepted);
      if (taking !== undefined && voidedBy(added, judgement.state, node, ruling) === undefined)
        added.push(taking);
    }
    for (const taking of added) settled.set(taking.node.entry.id, taking);
  }
};
