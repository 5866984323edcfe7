/** A space's key group as this device sees it, kept in the store and bound to what governance says [K2]. */
import {
  createKeyGroup,
  joinKeyGroup,
  type KeyGroup,
  type KeyPackagePair,
  loadKeyGroup,
} from '@plexi/crypto/key-group';
import {
  accountOf,
  boundedBytes,
  type DeviceId,
  type EntryId,
  type EpochId,
  equalBytes,
  type Governance,
  governanceEntryOf,
  idField,
  isInPast,
  LIMITS,
  type PlexiError,
  type Primitives,
  plexiError,
  readCbor,
  type SpaceId,
  wasMemberAt,
  writeCbor,
} from '@plexi/protocol';
import type { Store, Write } from '@plexi/storage';
import { z } from 'zod';
import type { AcceptedEntry } from '../replica/load.ts';
import type { Self } from './self.ts';

export interface SpaceKeys {
  /** Whether this device is in the group. */
  ready(): boolean;
  roster(): readonly DeviceId[];
  epochNumber(): number;
  suite(): string;
  secret(epoch: EpochId): Uint8Array | undefined;
  /** Whether there is an epoch to seal under. */
  canSeal(): boolean;
  /** What to seal under. Throws KEY_MISSING while there is nothing. */
  sealing(): { epoch: EpochId; secret: Uint8Array };
  /** Takes in accepted entries of a key log. */
  receive(
    author: DeviceId,
    entries: readonly AcceptedEntry[],
  ): Promise<{ writes: Write[]; changed: boolean }>;
  /** Looks again at what waited for governance. */
  review(): Promise<{ writes: Write[]; changed: boolean }>;
  /** The message that adds and removes devices, and what must be stored with it. */
  commit(change: {
    add: { device: DeviceId; keyPackage: Uint8Array | undefined }[];
    remove: DeviceId[];
  }): Promise<{ message: Uint8Array; writes: Write[] } | undefined>;
  historyMessages(): Uint8Array[];
  owesHistory(): boolean;
  /** What other groups add a device by. */
  lastResortOf(device: DeviceId): Uint8Array | undefined;
  /** The message that offers fresh KeyPackages, when few are left. */
  freshPackages(): Promise<{ message: Uint8Array; writes: Write[] } | undefined>;
  /** Keeps the KeyPackage that a join request carries. */
  keepPackage(pair: KeyPackagePair): Promise<Write[]>;
  /** Makes the group of a new space; the message is the first of its key log. */
  found(): Promise<{ message: Uint8Array; writes: Write[] }>;
}

export interface SpaceKeysDependencies {
  primitives: Primitives;
  store: Store;
  space: SpaceId;
  self: Self;
  governance: () => Governance | undefined;
  /** A small space's: an own KeyPackage's record that another space keeps, by its ref. */
  packageElsewhere?: ((ref: string) => Promise<Uint8Array | undefined>) | undefined;
  /** [K3] Why nothing may be sealed now, beyond what the group itself knows. */
  refusal?: (() => PlexiError | undefined) | undefined;
}

/** The kind of record that a key group is kept in. */
export const KEY_GROUP_KIND = 'key-group';
const DEFERRED = 'key-deferred';

/** A message of the key log that came before the governance that its entry cites. */
const deferredShape = z.strictObject({
  author: idField<DeviceId>(),
  entry: idField<EntryId>(),
  heads: z.array(idField<EntryId>()).max(LIMITS.governanceHeads),
  body: boundedBytes(LIMITS.bodyBytes),
});
type DeferredMessage = z.output<typeof deferredShape>;

const keepDeferred = (space: SpaceId, key: EntryId, message: DeferredMessage | undefined): Write => ({
  type: 'record',
  scope: space,
  kind: DEFERRED,
  key,
  value: message && writeCbor(deferredShape, message),
});

/** With fewer unused KeyPackages than this, more are offered. */
const FEW_PACKAGES = 2;

const leafKeysOf = (governance: Governance, device: DeviceId): Uint8Array[] => {
  const { members, formerMembers } = governance.state;
  return [...Object.values(members), ...Object.values(formerMembers)]
    .map((member) => member.devices[device]?.certificate.leafKey)
    .filter((key) => key !== undefined);
};

/** Opens the key group from the store; of a space that is being joined or founded, an empty view of it. */
export const openSpaceKeys = async (dependencies: SpaceKeysDependencies): Promise<SpaceKeys> => {
  const { primitives, store, space, self, governance } = dependencies;
  const groupDependencies = {
    primitives,
    space,
    device: self.keys,
    ownPackageElsewhere: dependencies.packageElsewhere,
    governance: {
      founder: () => {
        const now = governance();
        const genesis = now?.accepted[0];
        return now === undefined || genesis === undefined
          ? undefined
          : governanceEntryOf(now, genesis)?.log.device;
      },
      isCertified: (device: DeviceId, leafKey: Uint8Array) => {
        // Before governance is here the founder has only itself to ask, and a joiner nobody to add.
        const now = governance();
        if (device === self.device) return equalBytes(leafKey, self.keys.leafKey);
        return now !== undefined && leafKeysOf(now, device).some((key) => equalBytes(key, leafKey));
      },
      isRemoved: (device: DeviceId) => {
        const now = governance();
        return (
          now !== undefined && now.state.devices[device] === undefined && accountOf(now, device) !== undefined
        );
      },
      isInPast: (earlier: readonly EntryId[], later: readonly EntryId[]) => {
        const now = governance();
        return now !== undefined && isInPast(now, earlier, later);
      },
      permits: (
        heads: readonly EntryId[],
        change: { added: readonly DeviceId[]; removed: readonly DeviceId[] },
      ) => {
        const now = governance();
        if (now === undefined) return false;
        return (
          change.added.every((device) => wasMemberAt(now, device, heads)) &&
          change.removed.every((device) => change.added.includes(device) || !wasMemberAt(now, device, heads))
        );
      },
    },
  };
  const stored = await store.records(space, KEY_GROUP_KIND);
  let group: KeyGroup =
    stored.length > 0 ? await loadKeyGroup(groupDependencies, stored) : await joinKeyGroup(groupDependencies);

  const deferred = new Map<EntryId, DeferredMessage>();
  for (const { key, value } of await store.records(space, DEFERRED)) {
    deferred.set(key as EntryId, readCbor(deferredShape, value, LIMITS.frameBytes, 'STORE_CORRUPT'));
  }

  /** The group judges a message by the governance that its entry cites: that must be here first. */
  const isExplained = ({ heads }: DeferredMessage): boolean => {
    const now = governance();
    return now !== undefined && heads.every((head) => governanceEntryOf(now, head) !== undefined);
  };

  const take = async ({ author, entry, heads, body }: DeferredMessage): Promise<boolean> =>
    (await group.receive(body, { author, entry, heads })).changed;

  const changes = (): Write[] =>
    group
      .takeChanges()
      .map(({ key, value }): Write => ({ type: 'record', scope: space, kind: KEY_GROUP_KIND, key, value }));

  return {
    ready: () => group.current() !== undefined,
    roster: () => group.current()?.roster ?? [],
    epochNumber: () => group.current()?.number ?? 0,
    suite: () => group.suite,
    secret: (epoch) => group.historySecret(epoch),
    canSeal: () => group.sealing() !== undefined && dependencies.refusal?.() === undefined,
    sealing: () => {
      const refusal = dependencies.refusal?.();
      if (refusal !== undefined) throw refusal;
      const at = group.sealing();
      if (at === undefined) throw plexiError('KEY_MISSING');
      return at;
    },
    receive: async (author, entries) => {
      let changed = false;
      const kept: Write[] = [];
      for (const entry of entries) {
        if (entry.body === undefined) continue;
        const message: DeferredMessage = { author, entry: entry.id, heads: entry.heads, body: entry.body };
        if (isExplained(message)) {
          changed = (await take(message)) || changed;
          continue;
        }
        deferred.set(entry.id, message);
        kept.push(keepDeferred(space, entry.id, message));
      }
      return { writes: [...changes(), ...kept], changed };
    },
    review: async () => {
      let { changed } = await group.review();
      const done: Write[] = [];
      for (const [id, message] of deferred) {
        if (!isExplained(message)) continue;
        deferred.delete(id);
        done.push(keepDeferred(space, id, undefined));
        changed = (await take(message)) || changed;
      }
      return { writes: [...changes(), ...done], changed };
    },
    commit: async (change) => {
      const commit = await group.commit(change);
      return commit === undefined ? undefined : { message: commit.message, writes: changes() };
    },
    historyMessages: () => group.historyMessages(),
    owesHistory: () => group.owesHistory(),
    lastResortOf: (device) => group.lastResortOf(device),
    freshPackages: async () => {
      if (group.unusedKeyPackages() >= FEW_PACKAGES) return undefined;
      const message = await group.offerKeyPackages();
      return { message, writes: changes() };
    },
    keepPackage: async (pair) => {
      await group.keepKeyPackage(pair);
      return changes();
    },
    found: async () => {
      const founded = await createKeyGroup(groupDependencies);
      group = founded.group;
      return { message: founded.message, writes: changes() };
    },
  };
};
