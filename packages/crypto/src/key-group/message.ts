/** What a key group's log holds: deterministic CBOR, bounded, parsed once. The entry around it is signed, and not sealed. */
import {
  boundedBytes,
  type ChannelId,
  type DeviceId,
  type EntryId,
  type EpochId,
  fixedBytes,
  idField,
  LIMITS,
  readCbor,
  writeCbor,
} from '@plexi/protocol';
import { z } from 'zod';

/** nonce 24 | secretbox of 32 bytes. */
export const WRAP_BYTES = 24 + 32 + 16;

const Wrap = z.strictObject({
  /** Whose history secret it is. */
  epoch: idField<EpochId>(),
  /** The entry that made that epoch: it carries the hash that the secret must have. */
  entry: idField<EntryId>(),
  box: fixedBytes(WRAP_BYTES),
});

/** A history secret sealed under another epoch's. */
export type Wrap = z.output<typeof Wrap>;

/** A secret has so many bytes. */
export const SECRET_BYTES = 32;

const Share = z
  .strictObject({
    scopes: z.array(idField<ChannelId>()).min(1).max(LIMITS.shareScopes),
    epochs: z.array(idField<EpochId>()).min(1).max(LIMITS.shareSecrets),
    /** Whom it is for: members see to it that nobody is forgotten. */
    devices: z.array(idField<DeviceId>()).min(1).max(LIMITS.devicesPerSealing),
    /** Of the secrets: whoever can derive them sees whether they are these. */
    hash: fixedBytes(32),
    /** The secrets, of each scope those of all epochs, sealed to the devices. */
    sealed: boundedBytes(LIMITS.shareBytes),
  })
  .refine(({ scopes, epochs }) => scopes.length * epochs.length <= LIMITS.shareSecrets);

/** [K6] Secrets of channels, sealed to devices that read these only. */
export type Share = z.output<typeof Share>;

const wraps = z.array(Wrap).max(LIMITS.historyWraps);
const keyPackage = boundedBytes(LIMITS.keyPackageBytes);

const Message = z.discriminatedUnion('type', [
  /** The group's first epoch, by the space's founder. */
  z.strictObject({ type: z.literal('root'), epoch: idField<EpochId>(), historyHash: fixedBytes(32) }),
  z.strictObject({
    type: z.literal('commit'),
    parent: idField<EpochId>(),
    /** The entry that made the parent: whoever trusts this commit needn't trust anyone else for where it came from. */
    parentEntry: idField<EntryId>(),
    epoch: idField<EpochId>(),
    /** An MLSMessage with a PrivateMessage. */
    commit: boundedBytes(LIMITS.mlsMessageBytes),
    /** An MLSMessage with a Welcome; empty where nobody is added. */
    welcome: boundedBytes(LIMITS.mlsMessageBytes),
    /** [K5] SHA-256 of the new epoch's history secret. */
    historyHash: fixedBytes(32),
    wraps,
  }),
  /** Secrets of losing branches, learnt after the epoch that they are sealed under was committed. */
  z.strictObject({ type: z.literal('history'), epoch: idField<EpochId>(), wraps }),
  /** KeyPackages of the author, so that it can be added again where its branch lost. */
  z.strictObject({
    type: z.literal('key-packages'),
    fresh: z.array(keyPackage).max(LIMITS.keyPackages),
    lastResort: keyPackage,
  }),
  /** [K6] By a member's device, for those that are no leaves of the group. */
  z.strictObject({ type: z.literal('shares'), shares: z.array(Share).min(1).max(LIMITS.shares) }),
  /** By one of these: what those entries gave it is not what they say. */
  z.strictObject({
    type: z.literal('bad-shares'),
    entries: z.array(idField<EntryId>()).min(1).max(LIMITS.badShares),
  }),
]);

export type KeyMessage = z.output<typeof Message>;
export type RootMessage = Extract<KeyMessage, { type: 'root' }>;
export type SharesMessage = Extract<KeyMessage, { type: 'shares' }>;
export type CommitMessage = Extract<KeyMessage, { type: 'commit' }>;

export const encodeKeyMessage = (message: KeyMessage): Uint8Array => writeCbor(Message, message);

/** Parses a message of the key log. Throws KEY_GROUP_INVALID. */
export const decodeKeyMessage = (bytes: Uint8Array): KeyMessage =>
  readCbor(Message, bytes, LIMITS.bodyBytes, 'KEY_GROUP_INVALID');
