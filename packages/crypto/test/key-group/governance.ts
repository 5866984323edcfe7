/** What members of a story have, and the small governance that follows from it: acts with parents, so that heads can fork. */
import { type DeviceId, type EntryId, type EpochId, type LogId, toHex } from '@plexi/protocol';
import type { KeyGovernance } from '../../src/key-group/index.ts';

export interface Act {
  id: EntryId;
  parents: EntryId[];
  admit: DeviceId | undefined;
  remove: DeviceId | undefined;
  leafKey: Uint8Array | undefined;
}

export interface KeyItem {
  kind: 'key';
  entry: EntryId;
  author: DeviceId;
  heads: EntryId[];
  body: Uint8Array;
}

export interface TextItem {
  kind: 'text';
  entry: EntryId;
  epoch: EpochId;
  logId: LogId;
  sequence: number;
  keyCommitment: string;
  body: Uint8Array;
}

/** What one member has. */
export interface Shelf {
  acts: Map<EntryId, Act>;
  keys: Map<EntryId, KeyItem>;
  texts: Map<EntryId, TextItem>;
}

export const copyShelf = (to: Shelf, from: Shelf): void => {
  for (const [id, act] of from.acts) to.acts.set(id, act);
  for (const [id, item] of from.keys) to.keys.set(id, item);
  for (const [id, item] of from.texts) to.texts.set(id, item);
};

export const emptyShelf = (): Shelf => ({ acts: new Map(), keys: new Map(), texts: new Map() });

export const pastOf = (shelf: Shelf, heads: readonly EntryId[]): Set<EntryId> => {
  const past = new Set(heads);
  for (const id of past) for (const parent of shelf.acts.get(id)?.parents ?? []) past.add(parent);
  return past;
};

export const headsOf = (shelf: Shelf): EntryId[] => {
  const inner = new Set([...shelf.acts.values()].flatMap((act) => act.parents));
  return [...shelf.acts.keys()].filter((id) => !inner.has(id)).sort();
};

/** Admitted and removed devices as of some acts; a removal wins over an admission that it doesn't precede. */
export const standing = (
  shelf: Shelf,
  ids: Iterable<EntryId>,
): { members: Set<DeviceId>; removed: Set<DeviceId> } => {
  const acts = [...ids].flatMap((id) => shelf.acts.get(id) ?? []);
  const removed = new Set<DeviceId>();
  const members = new Set<DeviceId>();
  for (const { remove } of acts) if (remove !== undefined) removed.add(remove);
  for (const { admit } of acts) if (admit !== undefined && !removed.has(admit)) members.add(admit);
  return { members, removed };
};

export const governanceOf = (shelf: Shelf, founder: DeviceId): KeyGovernance => ({
  founder: () => (shelf.acts.size > 0 ? founder : undefined),
  isCertified: (device, leafKey) =>
    [...shelf.acts.values()].some(
      (act) => act.admit === device && act.leafKey !== undefined && toHex(act.leafKey) === toHex(leafKey),
    ),
  isRemoved: (device) => standing(shelf, shelf.acts.keys()).removed.has(device),
  isInPast: (earlier, later) => {
    const past = pastOf(shelf, later);
    const own = pastOf(shelf, earlier);
    return own.size < past.size && [...own].every((id) => past.has(id));
  },
  permits: (heads, { added, removed }) => {
    const then = standing(shelf, pastOf(shelf, heads));
    return (
      added.every((device) => then.members.has(device)) &&
      removed.every((device) => then.removed.has(device) || added.includes(device))
    );
  },
});
