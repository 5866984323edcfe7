/** What members of a story have, and the small governance that follows from it: acts with parents, so that heads can fork. */
import {
  type ChannelId,
  type DeviceId,
  type EntryId,
  type EpochId,
  type LogId,
  toHex,
} from '@plexi/protocol';
import type { KeyGovernance, KeyScopes, ScopeReader } from '../../src/key-group/index.ts';

export interface Act {
  id: EntryId;
  parents: EntryId[];
  admit: DeviceId | undefined;
  remove: DeviceId | undefined;
  leafKey: Uint8Array | undefined;
  /** Whoever is admitted so is scoped, and this is its box key. */
  boxKey: Uint8Array | undefined;
  open: { device: DeviceId; scope: ChannelId; history: boolean } | undefined;
  close: { device: DeviceId; scope: ChannelId } | undefined;
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
  scope: ChannelId;
  author: DeviceId;
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
): { members: Set<DeviceId>; scoped: Map<DeviceId, Uint8Array>; removed: Set<DeviceId> } => {
  const acts = [...ids].flatMap((id) => shelf.acts.get(id) ?? []);
  const removed = new Set<DeviceId>();
  const members = new Set<DeviceId>();
  const scoped = new Map<DeviceId, Uint8Array>();
  for (const { remove } of acts) if (remove !== undefined) removed.add(remove);
  for (const { admit, boxKey } of acts) {
    if (admit === undefined || removed.has(admit)) continue;
    if (boxKey === undefined) members.add(admit);
    else scoped.set(admit, boxKey);
  }
  return { members, scoped, removed };
};

const endsReading = (act: Act, device: DeviceId, scope: ChannelId): boolean =>
  act.remove === device || (act.close?.device === device && act.close.scope === scope);

interface Reader extends ScopeReader {
  /** The acts by which it reads. */
  openings: EntryId[];
}

/** Who reads what as of some acts; an ending wins over an opening that it doesn't precede. */
export const readersAt = (shelf: Shelf, ids: Iterable<EntryId>): Map<ChannelId, Reader[]> => {
  const acts = [...ids].flatMap((id) => shelf.acts.get(id) ?? []);
  const { scoped } = standing(
    shelf,
    acts.map(({ id }) => id),
  );
  const readers = new Map<ChannelId, Reader[]>();
  for (const { id, open } of acts) {
    const boxKey = open && scoped.get(open.device);
    if (open === undefined || boxKey === undefined) continue;
    const past = pastOf(shelf, [id]);
    if (acts.some((act) => endsReading(act, open.device, open.scope) && !past.has(act.id))) continue;
    const those = (readers.get(open.scope) ?? []).filter((other) => other.device !== open.device);
    const before = readers.get(open.scope)?.find((other) => other.device === open.device);
    const history = open.history || before?.history === true;
    const openings = [...(before?.openings ?? []), id];
    readers.set(open.scope, [...those, { device: open.device, boxKey, history, openings }]);
  }
  return readers;
};

export const scopesOf = (shelf: Shelf): KeyScopes => {
  const all = () => standing(shelf, shelf.acts.keys());
  const wasScoped = (device: DeviceId) =>
    [...shelf.acts.values()].some(({ admit, boxKey }) => admit === device && boxKey !== undefined);
  return {
    isScoped: (device) => all().scoped.has(device),
    wasFull: (device, heads) => standing(shelf, pastOf(shelf, heads)).members.has(device),
    readers: () => readersAt(shelf, shelf.acts.keys()),
    wasReader: (scope, device, heads) =>
      readersAt(shelf, pastOf(shelf, heads))
        .get(scope)
        ?.some((reader) => reader.device === device) === true,
    hasLeavers: (heads, scope) => {
      const past = pastOf(shelf, heads);
      return [...shelf.acts.values()].some(
        ({ id, remove, close }) =>
          !past.has(id) &&
          ((remove !== undefined && wasScoped(remove)) ||
            (close !== undefined && (scope === undefined || close.scope === scope))),
      );
    },
    hasLostMembers: (heads) => {
      const past = pastOf(shelf, heads);
      return [...shelf.acts.values()].some(
        ({ id, remove }) => !past.has(id) && remove !== undefined && !wasScoped(remove),
      );
    },
  };
};

export const governanceOf = (shelf: Shelf, founder: DeviceId): KeyGovernance => ({
  founder: () => (shelf.acts.size > 0 ? founder : undefined),
  isCertified: (device, leafKey) =>
    [...shelf.acts.values()].some(
      (act) => act.admit === device && act.leafKey !== undefined && toHex(act.leafKey) === toHex(leafKey),
    ),
  isRemoved: (device) => {
    const { removed, scoped } = standing(shelf, shelf.acts.keys());
    return removed.has(device) || scoped.has(device);
  },
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
