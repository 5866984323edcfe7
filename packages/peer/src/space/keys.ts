/** A space's key group as this device sees it, kept in the store and bound to what governance says [K2]. */
import { createKeyGroup, joinKeyGroup, type KeyPackagePair, loadKeyGroup } from '@plexi/crypto/key-group';
import {
  accountOf,
  type ChannelId,
  type DeviceId,
  type EntryId,
  type EpochId,
  equalBytes,
  type Governance,
  governanceEntryOf,
  isInPast,
  type PlexiError,
  type Primitives,
  plexiError,
  type Reading,
  readingOf,
  type SpaceId,
} from '@plexi/protocol';
import type { Store, Write } from '@plexi/storage';
import type { AcceptedEntry } from '../replica/load.ts';
import { type DeferredMessage, deferredWrite, loadDeferred } from './deferred-keys.ts';
import { KEY_GROUP_KIND } from './key-records.ts';
import { keyScopesOf } from './key-scopes.ts';
import { type SpaceScopes, scopesOf } from './scopes.ts';
import type { Self } from './self.ts';

export interface SpaceKeys {
  /** Whether this device is in the group. */
  ready(): boolean;
  roster(): readonly DeviceId[];
  epochNumber(): number;
  suite(): string;
  /** What is sealed in no channel of its own. */
  readonly scopes: SpaceScopes;
  /** [K6] A channel's secret in an epoch that `fits` what it is to open; the channel may be another scope. */
  secret(epoch: EpochId, channel: ChannelId, fits: (secret: Uint8Array) => boolean): Uint8Array | undefined;
  /** Whether this device reads some channels only. */
  isScoped(): boolean;
  /** Whether this device is to have a channel's secret in an epoch. */
  awaits(epoch: EpochId, channel: ChannelId): boolean;
  /** What this device says to all who may hear it is sealed under: members' devices to members. */
  readonly audience: ChannelId;
  /** Whether there is an epoch to seal under in a channel. */
  canSeal(channel: ChannelId): boolean;
  /** What to seal under in a channel. Throws KEY_MISSING while there is nothing. */
  sealing(channel: ChannelId): { epoch: EpochId; secret: Uint8Array };
  /** Takes in accepted entries of a key log. */
  receive(
    author: DeviceId,
    entries: readonly AcceptedEntry[],
  ): Promise<{ writes: Write[]; changed: boolean }>;
  /** Looks again at what waited for governance, and stores what came of it; gives whether anything did. Throws STORE_FAILED. */
  review(): Promise<boolean>;
  /** Goes back to what is stored: what was to be stored with what was received, or committed, was not. */
  reload: () => Promise<void>;
  /** The message that adds and removes devices, and what must be stored with it. */
  commit(change: {
    add: { device: DeviceId; keyPackage: Uint8Array | undefined }[];
    remove: DeviceId[];
  }): Promise<{ message: Uint8Array; writes: Write[] } | undefined>;
  /** The messages that hand secrets on to whom they are owed [K5] [K6]. */
  handOn(): Uint8Array[];
  owesSecrets(): boolean;
  /** [K6] Whether a commit must come that changes no roster. */
  owesRotation(): boolean;
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
  const scopes = scopesOf(primitives, space);
  let read: { governance: Governance; reading: Reading } | undefined;
  const reading = (): Reading | undefined => {
    const now = governance();
    if (now === undefined) return undefined;
    if (read?.governance !== now) read = { governance: now, reading: readingOf(now) };
    return read.reading;
  };
  const groupDependencies = {
    primitives,
    space,
    device: self.keys,
    ownPackageElsewhere: dependencies.packageElsewhere,
    scopes: keyScopesOf(reading, scopes),
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
        if (now === undefined || accountOf(now, device) === undefined) return false;
        return now.state.devices[device] === undefined || reading()?.isScoped(device) === true;
      },
      isInPast: (earlier: readonly EntryId[], later: readonly EntryId[]) => {
        const now = governance();
        return now !== undefined && isInPast(now, earlier, later);
      },
      permits: (
        heads: readonly EntryId[],
        change: { added: readonly DeviceId[]; removed: readonly DeviceId[] },
      ) => {
        const now = reading();
        if (now === undefined) return false;
        return (
          change.added.every((device) => now.wasFull(device, heads)) &&
          change.removed.every((device) => change.added.includes(device) || !now.wasFull(device, heads))
        );
      },
    },
  };
  const load = async () => {
    const stored = await store.records(space, KEY_GROUP_KIND);
    const group =
      stored.length > 0
        ? await loadKeyGroup(groupDependencies, stored)
        : await joinKeyGroup(groupDependencies);
    return { group, deferred: await loadDeferred(store, space) };
  };
  let { group, deferred } = await load();
  const reload = async (): Promise<void> => {
    ({ group, deferred } = await load());
  };

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

  const isScoped = (): boolean => reading()?.isScoped(self.device) === true;

  return {
    ready: () => (isScoped() ? group.hasShares() : group.current() !== undefined),
    roster: () => group.current()?.roster ?? [],
    epochNumber: () => group.current()?.number ?? 0,
    suite: () => group.suite,
    scopes,
    secret: (epoch, channel, fits) => group.scopeSecret(epoch, channel, fits),
    awaits: (epoch, channel) => group.awaits(epoch, channel),
    get audience() {
      return isScoped() ? scopes.everybody : scopes.members;
    },
    isScoped,
    canSeal: (channel) => group.sealing(channel) !== undefined && dependencies.refusal?.() === undefined,
    sealing: (channel) => {
      const refusal = dependencies.refusal?.();
      if (refusal !== undefined) throw refusal;
      const at = group.sealing(channel);
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
        kept.push(deferredWrite(space, entry.id, message));
      }
      return { writes: [...changes(), ...kept], changed };
    },
    review: async () => {
      let { changed } = await group.review();
      const done: Write[] = [];
      for (const [id, message] of deferred) {
        if (!isExplained(message)) continue;
        deferred.delete(id);
        done.push(deferredWrite(space, id, undefined));
        changed = (await take(message)) || changed;
      }
      const writes = [...changes(), ...done];
      if (writes.length === 0) return changed;
      await store.commit(writes).catch(async (error: unknown) => {
        await reload();
        throw error;
      });
      return changed;
    },
    reload,
    commit: async (change) => {
      const commit = await group.commit(change);
      return commit === undefined ? undefined : { message: commit.message, writes: changes() };
    },
    handOn: () => [...group.historyMessages(), ...group.shareMessages()],
    owesSecrets: () => group.owesHistory() || group.owesShares(),
    owesRotation: () => group.owesRotation(),
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
