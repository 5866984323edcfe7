/**
 * [G5] Owners who signed two sets of acts of which neither includes the other. While that stands, votes on owners are void. It
 * stands until a checkpoint that includes both signatures is final: then most owners have seen who signed both, and have gone
 * on. Whoever is known for it so stops no votes a second time.
 */
import type { AccountId, EntryId } from '../ids.ts';
import type { Accepted } from './accepted.ts';
import { isInPastOf, type Node } from './graph.ts';

export interface Conflict {
  account: AccountId;
  signatures: readonly [EntryId, EntryId];
}

type Find = (id: EntryId) => Node | undefined;

interface Signature {
  id: EntryId;
  covers: readonly EntryId[];
  isFinal: boolean;
}

/** Whether all of `inner` is among what `outer` and what is before it are. */
export const doesInclude = (find: Find, outer: readonly EntryId[], inner: readonly EntryId[]): boolean =>
  inner.every((id) => {
    if (outer.includes(id)) return true;
    const node = find(id);
    return (
      node !== undefined &&
      outer.some((other) => {
        const head = find(other);
        return head !== undefined && isInPastOf(node.index, head);
      })
    );
  });

/** What stands of it, as far as `find` knows what was signed, and the signatures. */
export const conflictsIn = (
  judgement: { accepted: readonly Accepted[]; final: number },
  find: Find,
): Conflict[] => {
  const signed = new Map<AccountId, Signature[]>();
  for (const [place, { node, ruling }] of judgement.accepted.entries()) {
    const { act, author, id } = ruling;
    if (act.type !== 'checkpoint.sign' || find(id) !== node) continue;
    const those = signed.get(author) ?? [];
    signed.set(author, those);
    those.push({ id, covers: act.covers, isFinal: place < judgement.final });
  }
  const doExclude = (a: Signature, b: Signature): boolean =>
    !doesInclude(find, a.covers, b.covers) && !doesInclude(find, b.covers, a.covers);
  const pairOf = (
    some: readonly Signature[],
    others: readonly Signature[],
  ): [Signature, Signature] | undefined => {
    for (const one of some)
      for (const other of others) if (one !== other && doExclude(one, other)) return [one, other];
    return undefined;
  };
  return [...signed].flatMap(([account, those]) => {
    const final = those.filter(({ isFinal }) => isFinal);
    const pair = pairOf(
      those.filter(({ isFinal }) => !isFinal),
      those,
    );
    if (pair === undefined || pairOf(final, final) !== undefined) return [];
    return [{ account, signatures: [pair[0].id, pair[1].id] as const }];
  });
};
