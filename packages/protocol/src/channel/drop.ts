/**
 * [L4] A drop order: bodies that are to go, while their headers stay. It is in a channel's log like any event, but not
 * sealed, so that relays can follow it:
 *
 *   [1, 64, [[log 32, sequence, entry 32], …], [blob hash 32, …]]
 */
import { z } from 'zod';
import { encodeCbor, readCbor } from '../cbor.ts';
import type { Header } from '../entry/header.ts';
import { fixedBytes } from '../fields.ts';
import { type EntryId, ID_BYTES, idFromBytes, idToBytes, type LogId, ZERO_ID } from '../ids.ts';
import { LIMITS } from '../limits.ts';

/** One body that is to go, by its place; the id says which of two entries in one place is meant. */
export interface DropTarget {
  logId: LogId;
  sequence: number;
  entry: EntryId;
}

export interface DropOrder {
  targets: DropTarget[];
  /** Chunks of files, by hash, hexadecimal. */
  blobs: string[];
}

const DROP = 64;
const LAST_SEQUENCE = 2 ** 48 - 1;

const id = fixedBytes(ID_BYTES);
const orderShape = z.tuple([
  z.literal(1),
  z.literal(DROP),
  z
    .array(z.tuple([id, z.int().min(1).max(LAST_SEQUENCE), id]))
    .min(1)
    .max(LIMITS.dropTargets),
  z.array(id).max(LIMITS.dropBlobs),
]);

/** Whether an entry's body is not sealed. */
export const isClear = (header: Pick<Header, 'epoch'>): boolean => header.epoch === ZERO_ID;

/** The body of a drop order's entry. */
export const encodeDropOrder = ({ targets, blobs }: DropOrder): Uint8Array =>
  encodeCbor([
    1,
    DROP,
    targets.map(({ logId, sequence, entry }) => [idToBytes(logId), sequence, idToBytes(entry)]),
    blobs.map(idToBytes),
  ]);

/** Parses a clear body. Throws ENTRY_MALFORMED for whatever is no drop order. */
export const decodeDropOrder = (body: Uint8Array): DropOrder => {
  const [, , targets, blobs] = readCbor(orderShape, body, LIMITS.bodyBytes, 'ENTRY_MALFORMED');
  return {
    targets: targets.map(([logId, sequence, entry]) => ({
      logId: idFromBytes<LogId>(logId),
      sequence,
      entry: idFromBytes<EntryId>(entry),
    })),
    blobs: blobs.map((hash) => idFromBytes(hash)),
  };
};
