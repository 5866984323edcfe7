/** Drop orders that wait, as the store keeps them. */
import {
  type AccountId,
  type DropTarget,
  type EntryId,
  idField,
  LIMITS,
  type LogId,
  readCbor,
  writeCbor,
} from '@plexi/protocol';
import { z } from 'zod';

export interface WaitingOrder {
  by: AccountId;
  /** The order's own entry. */
  at?: { logId: LogId; sequence: number };
  /** When the grace period ends, milliseconds since 1970; 0 where it is the target that is waited for. */
  dueMs: number;
  targets: DropTarget[];
  blobs: string[];
}

const shape = z.strictObject({
  by: idField<AccountId>(),
  due: z.int().min(0),
  targets: z.array(z.tuple([idField<LogId>(), z.int().min(1), idField<EntryId>()])),
  blobs: z.array(idField<string>()),
  at: z.tuple([idField<LogId>(), z.int().min(1)]).optional(),
});

/** An order names at most this much. */
const RECORD_BYTES = LIMITS.bodyBytes * 2;

export const encodeWaiting = ({ by, dueMs, targets, blobs, at }: WaitingOrder): Uint8Array =>
  writeCbor(shape, {
    by,
    due: dueMs,
    targets: targets.map(({ logId, sequence, entry }): [LogId, number, EntryId] => [logId, sequence, entry]),
    blobs,
    ...(at === undefined ? {} : { at: [at.logId, at.sequence] }),
  });

export const decodeWaiting = (bytes: Uint8Array): WaitingOrder => {
  const { by, due, targets, blobs, at } = readCbor(shape, bytes, RECORD_BYTES, 'STORE_CORRUPT');
  return {
    by,
    dueMs: due,
    targets: targets.map(([logId, sequence, entry]) => ({ logId, sequence, entry })),
    blobs,
    ...(at === undefined ? {} : { at: { logId: at[0], sequence: at[1] } }),
  };
};
