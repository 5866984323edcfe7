/** [G4] What most owners undo, by the rules alone: the part of the reference model that counts votes on it. */
import type { AccountId, EntryId } from '../src/index.ts';
import { nameOf } from './governance-fork-model.ts';
import { type Item, knows, viewOf } from './governance-view.ts';

/** What is final, and what of it counts. */
export interface FinalPart {
  set: ReadonlySet<EntryId>;
  verdicts: readonly { item: Item; account: AccountId }[];
  ends: ReadonlyMap<string, number>;
}

export interface Undone {
  /** The first place that does not count any more, by log. */
  ends: ReadonlyMap<string, number>;
  /** The votes that count beyond what is final, by whose account; and when its device was certified. */
  votes: ReadonlyMap<Item, { account: AccountId; certifiedAt: number }>;
}

const placesOf = ({ act }: Item) => (act.type === 'owners.undo' ? act.from : []);
const keyOf = (item: Item): string =>
  placesOf(item)
    .map(({ log, sequence, id }) => `${nameOf(log)}/${sequence}/${id}`)
    .sort()
    .join();

export const undoneIn = (
  items: readonly Item[],
  isFlawed: (item: Item) => boolean,
  final: FinalPart | undefined,
): Undone => {
  const genesis = items.find(({ act }) => act.type === 'genesis');
  const isFinal = (id: EntryId): boolean => final?.set.has(id) === true;
  // Whose vote counts: the owners of the newest checkpoint, with the devices that they had there.
  const view = viewOf(final?.verdicts.map(({ item }) => item) ?? (genesis === undefined ? [] : [genesis]));
  const founders =
    genesis?.act.type === 'genesis' && genesis.certificate !== undefined
      ? (genesis.act.owners ?? [genesis.certificate.account])
      : [];
  const owners: readonly AccountId[] = final === undefined ? founders : view.ownersNow();
  const deviceOf = (item: Item) => {
    const { device, generation } = item.entry.log;
    for (const account of owners)
      for (const admit of view.devicesOf(account))
        if (admit.certificate?.device === device && view.generation(admit) === generation)
          return { account, certifiedAt: admit.certificate.issuedAt };
    return undefined;
  };
  const isOfGovernance = (channel: string): boolean => channel === genesis?.entry.log.channel;
  const inGovernance = (item: Item) => placesOf(item).filter(({ log }) => isOfGovernance(log.channel));
  const namesWhatItKnows = (item: Item): boolean =>
    inGovernance(item).length > 0 &&
    inGovernance(item).every(({ log, sequence, id }) => {
      const named = items.find(({ entry }) => entry.id === id)?.entry;
      return named?.sequence === sequence && nameOf(named.log) === nameOf(log) && item.past.has(id);
    });
  const fallsByItself = (item: Item): boolean =>
    placesOf(item).some(
      ({ log, sequence }) => nameOf(log) === nameOf(item.entry.log) && sequence <= item.entry.sequence,
    );
  /** A device of the same account that was certified later puts this one out, and does not leave the vote standing. */
  const isTakenBack = (item: Item): boolean => {
    const own = deviceOf(item);
    return items.some((other) => {
      const { act, entry } = other;
      if (act.type !== 'device.remove' || act.device !== item.entry.log.device) return false;
      if (isFinal(entry.id) || knows(other, item)) return false;
      const isLater = items.some(
        ({ certificate: by }) =>
          own !== undefined &&
          by?.device === entry.log.device &&
          by.account === own.account &&
          by.issuedAt > own.certifiedAt,
      );
      const isListed = act.cutoffs.some(
        ({ log, sequence }) => nameOf(log) === nameOf(item.entry.log) && sequence >= item.entry.sequence,
      );
      return isLater && !isListed;
    });
  };
  const votes = new Map<Item, { account: AccountId; certifiedAt: number }>();
  for (const item of items) {
    const voter = deviceOf(item);
    if (item.act.type !== 'owners.undo' || isFinal(item.entry.id) || isFlawed(item)) continue;
    if (voter === undefined || !namesWhatItKnows(item) || fallsByItself(item) || isTakenBack(item)) continue;
    votes.set(item, voter);
  }
  const cast = [...votes].map(([item, { account }]) => ({ item, account }));
  const ends = new Map(final?.ends);
  for (const { item: motion } of cast) {
    const open = inGovernance(motion).filter(({ id }) => !isFinal(id));
    const voters = owners.filter((owner) =>
      cast.some(({ item, account }) => account === owner && keyOf(item) === keyOf(motion)),
    );
    if (open.length === 0 || voters.length * 2 <= owners.length) continue;
    const beside = placesOf(motion).filter(({ log }) => !isOfGovernance(log.channel));
    for (const { log, sequence } of [...open, ...beside])
      ends.set(nameOf(log), Math.min(sequence, ends.get(nameOf(log)) ?? Infinity));
  }
  return { ends, votes };
};
