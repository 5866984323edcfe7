/** An epoch of a key group as this device knows it, with or without being in it. The epochs of a group form a tree. */
import {
  boundedBytes,
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
import { WRAP_BYTES } from './message.ts';

const RECORD_BYTES = 8 * 1024 * 1024;

const Wraps = z.array(
  z.strictObject({ epoch: idField<EpochId>(), entry: idField<EntryId>(), box: fixedBytes(WRAP_BYTES) }),
);

const EpochNode = z.strictObject({
  id: idField<EpochId>(),
  /** The epoch that it was committed from, and the entry that made that; null for the founder's. */
  parent: z.strictObject({ epoch: idField<EpochId>(), entry: idField<EntryId>() }).nullable(),
  committer: idField<DeviceId>(),
  /** The entry that made this epoch, and the governance heads that it cites. */
  entry: idField<EntryId>(),
  heads: z.array(idField<EntryId>()).max(LIMITS.governanceHeads),
  /** [K5] Published by the commit: the history secret must have it. */
  historyHash: fixedBytes(32),
  /** Secrets of other epochs, sealed under this one's. */
  wraps: Wraps,
  /** The history secret, where this device has it. */
  secret: fixedBytes(32).nullable(),
  /** Known where this device is, or was, in the epoch. */
  roster: z.array(idField<DeviceId>()).nullable(),
  /** MLS's number of the epoch, likewise. */
  number: z.int().nonnegative().nullable(),
});

export type EpochNode = z.output<typeof EpochNode>;

export const encodeEpoch = (node: EpochNode): Uint8Array => writeCbor(EpochNode, node);

/** Throws STORE_CORRUPT. */
export const decodeEpoch = (bytes: Uint8Array): EpochNode =>
  readCbor(EpochNode, bytes, RECORD_BYTES, 'STORE_CORRUPT');

const HeldMessage = z.strictObject({
  author: idField<DeviceId>(),
  entry: idField<EntryId>(),
  heads: z.array(idField<EntryId>()).max(LIMITS.governanceHeads),
  body: boundedBytes(LIMITS.bodyBytes),
});

/** A message of the key log with what its entry says about it. */
export type HeldMessage = z.output<typeof HeldMessage>;

export const encodeHeld = (held: HeldMessage): Uint8Array => writeCbor(HeldMessage, held);

/** Throws STORE_CORRUPT. */
export const decodeHeld = (bytes: Uint8Array): HeldMessage =>
  readCbor(HeldMessage, bytes, RECORD_BYTES, 'STORE_CORRUPT');
