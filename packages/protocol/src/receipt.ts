/**
 * A receipt: a holder (a relay or a member's device) signs how far it holds one log, stored durably [N4]. Replaceable: the
 * newest one of a holder and a log says it all.
 *
 *   version 1 | space 32 | log id 32 | holder 32 | sequence 6 | entry id 32
 */
import { concatBytes, putUint48, uint48At, utf8 } from './bytes.ts';
import { SIGNATURE_BYTES } from './entry/entry.ts';
import { plexiError } from './errors.ts';
import {
  type DeviceId,
  type EntryId,
  ID_BYTES,
  idFromBytes,
  idToBytes,
  type LogId,
  type SpaceId,
} from './ids.ts';
import type { Primitives } from './primitives.ts';

export interface Receipt {
  space: SpaceId;
  logId: LogId;
  holder: DeviceId;
  sequence: number;
  id: EntryId;
}

/** A receipt, and its bytes as its holder signed them. */
export interface SignedReceipt {
  receipt: Receipt;
  bytes: Uint8Array;
}

const CONTEXT = utf8('plexi/receipt/1\0');
const VERSION = 1;
const FIXED_BYTES = 1 + ID_BYTES * 4 + 6;
export const RECEIPT_BYTES = FIXED_BYTES + SIGNATURE_BYTES;

/** A receipt's bytes, signed by its holder's device key. */
export const signReceipt = (
  primitives: Primitives,
  receipt: Receipt,
  deviceSecretKey: Uint8Array,
): Uint8Array => {
  const bytes = new Uint8Array(FIXED_BYTES);
  const view = new DataView(bytes.buffer);
  bytes[0] = VERSION;
  bytes.set(idToBytes(receipt.space), 1);
  bytes.set(idToBytes(receipt.logId), 33);
  bytes.set(idToBytes(receipt.holder), 65);
  putUint48(view, 97, receipt.sequence);
  bytes.set(idToBytes(receipt.id), 103);
  return concatBytes(bytes, primitives.sign(concatBytes(CONTEXT, bytes), deviceSecretKey));
};

/** Parses and verifies a receipt against the key that is its holder's id. Throws FRAME_INVALID. */
export const readReceipt = (primitives: Primitives, bytes: Uint8Array): Receipt => {
  if (bytes.length !== RECEIPT_BYTES || bytes[0] !== VERSION)
    throw plexiError('FRAME_INVALID', { detail: 'receipt' });
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const signed = bytes.subarray(0, FIXED_BYTES);
  const holder = bytes.subarray(65, 97);
  if (!primitives.verify(bytes.subarray(FIXED_BYTES), concatBytes(CONTEXT, signed), holder)) {
    throw plexiError('FRAME_INVALID', { detail: 'receipt signature' });
  }
  return {
    space: idFromBytes<SpaceId>(bytes.subarray(1, 33)),
    logId: idFromBytes<LogId>(bytes.subarray(33, 65)),
    holder: idFromBytes<DeviceId>(holder),
    sequence: uint48At(view, 97),
    id: idFromBytes<EntryId>(bytes.subarray(103, 135)),
  };
};
