/** [G5] Signatures that exclude each other, by the rules alone: the part of the reference model that stops votes. */
import type { AccountId, EntryId } from '../src/index.ts';
import { type Item, knows } from './governance-view.ts';

interface Counted {
  item: Item;
  account: AccountId;
}

/**
 * Whether an owner, as far as `vote` knew, signed two sets that exclude each other, and neither this nor an earlier case of the
 * same owner's is final.
 */
export const votesAreStopped = (
  vote: Item,
  accepted: readonly Counted[],
  final: readonly Counted[],
  byId: ReadonlyMap<EntryId, Item>,
): boolean => {
  const signs = accepted.filter(({ item }) => item.act.type === 'checkpoint.sign' && knows(vote, item));
  const coversOf = ({ item: { act } }: Counted): readonly EntryId[] =>
    act.type === 'checkpoint.sign' ? act.covers : [];
  const isWithin = (id: EntryId, covers: readonly EntryId[]): boolean =>
    covers.some((head) => head === id || (vote.past.has(head) && byId.get(head)?.past.has(id) === true));
  const isSubset = (a: Counted, b: Counted): boolean => coversOf(a).every((id) => isWithin(id, coversOf(b)));
  const isFinal = (sign: Counted): boolean => final.some(({ item }) => item === sign.item);
  const pairs = signs.flatMap((a) =>
    signs
      .filter((b) => a.account === b.account && !isSubset(a, b) && !isSubset(b, a))
      .map((b) => ({ account: a.account, isOver: isFinal(a) && isFinal(b) })),
  );
  return pairs.some(
    (pair) => !pair.isOver && !pairs.some((other) => other.isOver && other.account === pair.account),
  );
};
