/**
 * An act that comes late, between others that were judged without it. None of those knew of it, so what each of them was judged by
 * is what it was: only the act itself is judged, and the state is made anew from what counts.
 */
import type { Accepted } from './accepted.ts';
import type { Taking } from './cutoff.ts';
import type { Node } from './graph.ts';
import { type Case, judgeNext } from './judge.ts';
import { beginJudgement, type Judgement, knowsAllOf, takeUp } from './judgement.ts';

const isSameRuling = (a: Accepted, b: Accepted): boolean =>
  a.rank === b.rank &&
  a.certifiedAt === b.certifiedAt &&
  a.ruling.author === b.ruling.author &&
  a.ruling.generation === b.ruling.generation;

/** What was void is void for the same reason. */
const leaveOut = (judgement: Judgement, before: Judgement, { entry: { id } }: Node): void => {
  const by = before.voidedBy.get(id);
  judgement.voided.set(id, before.voided.get(id) as string);
  if (by !== undefined) judgement.voidedBy.set(id, by);
};

/**
 * Judges what is `added` to a case that came to `before`, by the same takings; `undefined` where what became of the others would
 * have to be looked at again.
 */
export const judgeAmong = (
  given: Case,
  takings: readonly Taking[],
  before: Judgement,
  added: ReadonlySet<Node>,
): Judgement | undefined => {
  const { order } = given;
  const judgement = beginJudgement(given);
  const accepted = new Map(before.accepted.map((it) => [it.node, it]));
  for (const node of order) {
    const known = accepted.get(node);
    if (added.has(node)) {
      judgeNext(given, judgement, takings, node);
      continue;
    }
    if (knowsAllOf(judgement, node) !== before.knewAll.has(node)) {
      // It was judged by the state itself, and is by a part of it from now on, or the other way round.
      const again = judgeNext(given, judgement, takings, node);
      const isSame =
        again === undefined || known === undefined ? again === known : isSameRuling(again, known);
      if (!isSame) return undefined;
      continue;
    }
    if (known === undefined) leaveOut(judgement, before, node);
    else takeUp(judgement, { ...known });
    if (before.knewAll.has(node)) judgement.knewAll.add(node);
  }
  return judgement;
};
