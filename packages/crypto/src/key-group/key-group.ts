/**
 * One device's view of one key group: takes in the key log's messages in any order, any number of times, and says under which
 * epoch to seal, which secrets open what is sealed, and what to commit. Pure: the caller stores `takeChanges()` in one
 * transaction with the entries that caused them, and hands in governance [K2].
 */
import type { ChannelId, DeviceId, EntryId, EpochId, PlexiError, Primitives, SpaceId } from '@plexi/protocol';
import type { DeviceKeys } from '../device/device.ts';
import type { KeyPackagePair } from './key-package.ts';
import type { RosterChange } from './mls.ts';
import type { RecordChange } from './records.ts';
import type { SuiteName } from './suite.ts';

/**
 * What governance says. Everything is asked about heads that the caller has folded already: it hands in a key message only
 * once it has the governance that the message's entry cites.
 */
export interface KeyGovernance {
  /** The device that founded the space, once that is known. */
  founder(): DeviceId | undefined;
  /** Whether a certificate says that this leaf key is this device's; of former members too, whose leaves linger in old epochs. */
  isCertified(device: DeviceId, leafKey: Uint8Array): boolean;
  /** Whether the device may no longer read what is written from now on. */
  isRemoved(device: DeviceId): boolean;
  /** Whether the earlier heads lie strictly in the past of the later ones. */
  isInPast(earlier: readonly EntryId[], later: readonly EntryId[]): boolean;
  /** Whether a commit that cites these heads may change the roster so: each added device a member there, each removed one not. */
  permits(heads: readonly EntryId[], change: RosterChange): boolean;
}

/** A device that reads a scope and is no leaf of the group. */
export interface ScopeReader {
  device: DeviceId;
  /** The X25519 key that its certificate says. */
  boxKey: Uint8Array;
  /** Whether it reads what was sealed before it was let in, too. */
  history: boolean;
}

/**
 * [K6] What governance says of scoped devices: those that read some scopes only. A scope is a channel, or what the caller seals
 * under an id of its own.
 */
export interface KeyScopes {
  /** Whether the device is a scoped one. */
  isScoped(device: DeviceId): boolean;
  /** Whether the device was a member's, and no scoped one, for somebody who knew of these heads and no more. */
  wasFull(device: DeviceId, heads: readonly EntryId[]): boolean;
  /** Who reads what now, by scope. */
  readers(): ReadonlyMap<ChannelId, readonly ScopeReader[]>;
  /** Whether the device read the scope for somebody who knew of these heads and no more. */
  wasReader(scope: ChannelId, device: DeviceId, heads: readonly EntryId[]): boolean;
  /** Whether some scoped device's reading of the scope, or of any, ended in a way that these heads do not know of. */
  hasLeavers(heads: readonly EntryId[], scope?: ChannelId): boolean;
  /** The same of members, who read everything. */
  hasLostMembers(heads: readonly EntryId[]): boolean;
}

export interface KeyGroupDependencies {
  primitives: Primitives;
  space: SpaceId;
  device: DeviceKeys;
  governance: KeyGovernance;
  /** @default nobody is scoped */
  scopes?: KeyScopes | undefined;
  /**
   * The record `own-package/REF` of another group of this device, if it has one: a small space's Welcome may be for a KeyPackage
   * that was offered elsewhere.
   * @default none
   */
  ownPackageElsewhere?: ((ref: string) => Promise<Uint8Array | undefined>) | undefined;
  /** Chosen when the group is made, and the same for good. @default MLS_128_DHKEMX25519_CHACHA20POLY1305_SHA256_Ed25519 */
  suite?: SuiteName;
}

/** What an entry of the key log says about the message in it. */
export interface KeyMessageMeta {
  author: DeviceId;
  entry: EntryId;
  /** The governance heads in force at the entry [L1]. */
  heads: readonly EntryId[];
}

export interface KeyGroupOutcome {
  /** The tip, or the set of known secrets, is another than before. */
  changed: boolean;
  /** Epochs whose secrets are new: what is sealed under them opens now. */
  opened: EpochId[];
  /** Why this message has no effect and never will, if so. */
  refused: PlexiError | undefined;
}

/** What a commit is to change. */
export interface MembershipChange {
  add: readonly { device: DeviceId; keyPackage?: Uint8Array | undefined }[];
  remove: readonly DeviceId[];
}

export interface CurrentEpoch {
  epoch: EpochId;
  /** MLS's count of epochs from the group's first. */
  number: number;
  roster: readonly DeviceId[];
  /** Whether nobody in it is known to be removed: only then may anything be sealed under it [K3]. */
  isClean: boolean;
}

export interface KeyGroupCommit {
  /** The message for the key log. The commit counts once `receive` is given it with its entry. */
  message: Uint8Array;
  epoch: EpochId;
  /** Devices that were to be added and have no usable KeyPackage here. */
  waiting: DeviceId[];
}

export interface KeyGroup {
  readonly suite: SuiteName;
  /** The tip of the winning branch among the epochs that this device is in; `undefined` until it is welcomed. */
  current(): CurrentEpoch | undefined;
  /**
   * What to seal under in a scope now; `undefined` where a commit must come first [K3], or where this device was not given it. A
   * scoped device can only wait.
   */
  sealing(scope: ChannelId): { epoch: EpochId; secret: Uint8Array } | undefined;
  knows(epoch: EpochId): boolean;
  historySecret(epoch: EpochId): Uint8Array | undefined;
  /** The secret of a scope in an epoch that `fits` what it is to open. Whoever can derive it does not ask. */
  scopeSecret(
    epoch: EpochId,
    scope: ChannelId,
    fits: (secret: Uint8Array) => boolean,
  ): Uint8Array | undefined;
  /** Whether this device is to have a scope's secret in an epoch: a scoped one may have been let in later. */
  awaits(epoch: EpochId, scope: ChannelId): boolean;
  /** Whether this device was given secrets that it can't derive. */
  hasShares(): boolean;
  epochsWithoutSecret(): EpochId[];
  /**
   * Makes the commit that adds and removes these devices from the tip, and also removes who is known to be removed; where a
   * rotation is owed, it may change nobody. Gives `undefined` where nothing is to be done or can be. A device in both lists is added anew with another KeyPackage.
   */
  commit(change: MembershipChange): Promise<KeyGroupCommit | undefined>;
  /** Takes in one message of the key log, one's own too. Hostile bytes are refused in the outcome, never thrown. */
  receive(message: Uint8Array, meta: KeyMessageMeta): Promise<KeyGroupOutcome>;
  /** [K6] Whether somebody must be kept out of a scope, or let in, by a commit that changes no roster. */
  owesRotation(): boolean;
  /** Whether scoped devices wait for secrets, or this one has something to say of those that it was given. */
  owesShares(): boolean;
  /** The messages that do so. */
  shareMessages(): Uint8Array[];
  /** Looks at what is held again, after governance changed. */
  review(): Promise<KeyGroupOutcome>;
  /** Whether secrets of losing branches wait to be handed on under the tip. */
  owesHistory(): boolean;
  /** The messages that do so; none while the tip isn't clean. */
  historyMessages(): Uint8Array[];
  /** The KeyPackage to add a device by, from what it offered. */
  keyPackageOf(device: DeviceId): Uint8Array | undefined;
  /** The device's KeyPackage for any number of uses: what groups that know nothing of each other add it by. */
  lastResortOf(device: DeviceId): Uint8Array | undefined;
  /** Own KeyPackages that nobody used yet. */
  unusedKeyPackages(): number;
  /** The message that offers fresh KeyPackages of this device. */
  offerKeyPackages(): Promise<Uint8Array>;
  /** Keeps a KeyPackage that was made before, as the joiner's. */
  keepKeyPackage(pair: KeyPackagePair): Promise<void>;
  /** The records that changed since the last call, to be stored together with the entries. */
  takeChanges(): RecordChange[];
}
