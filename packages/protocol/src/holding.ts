/**
 * A holding: what a holder signs that it has of a log when it is shown a receipt of its own [N4]. It names the receipt by hash,
 * so it was said later, whatever any clock says: one that says less than the receipt contradicts it.
 *
 *   version 1 | space 32 | log id 32 | holder 32 | hash of the receipt 32 | sequence 6 | entry id 32 | excuse 1 | time 6
 *
 * `sequence` is how far the holder has the log, `entry` what it has in the receipt's place, or last where it has less; zeros where
 * it has nothing. The time, milliseconds since 1970, is by the holder's clock and for people only.
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
import type { Receipt } from './receipt.ts';

/** Why a holder may have less than it signed for: the log has two histories [L2], or the space let it go and took it back. */
const EXCUSES = ['none', 'forked', 'relisted'] as const;
export type Excuse = (typeof EXCUSES)[number];

export interface Holding {
  space: SpaceId;
  logId: LogId;
  holder: DeviceId;
  /** SHA-256 of the receipt that was shown, hexadecimal as ids are. */
  receipt: string;
  sequence: number;
  id: EntryId;
  excuse: Excuse;
  at: number;
}

const CONTEXT = utf8('plexi/holding/1\0');
const VERSION = 1;
const FIXED_BYTES = 1 + ID_BYTES * 4 + 6 + ID_BYTES + 1 + 6;
export const HOLDING_BYTES = FIXED_BYTES + SIGNATURE_BYTES;

/** A holding's bytes, signed by the holder's device key. */
export const signHolding = (
  primitives: Primitives,
  holding: Holding,
  deviceSecretKey: Uint8Array,
): Uint8Array => {
  const bytes = new Uint8Array(FIXED_BYTES);
  const view = new DataView(bytes.buffer);
  bytes[0] = VERSION;
  bytes.set(idToBytes(holding.space), 1);
  bytes.set(idToBytes(holding.logId), 33);
  bytes.set(idToBytes(holding.holder), 65);
  bytes.set(idToBytes(holding.receipt), 97);
  putUint48(view, 129, holding.sequence);
  bytes.set(idToBytes(holding.id), 135);
  bytes[167] = EXCUSES.indexOf(holding.excuse);
  putUint48(view, 168, holding.at);
  return concatBytes(bytes, primitives.sign(concatBytes(CONTEXT, bytes), deviceSecretKey));
};

/** Parses and verifies a holding against the key that is its holder's id. Throws FRAME_INVALID. */
export const readHolding = (primitives: Primitives, bytes: Uint8Array): Holding => {
  const excuse = EXCUSES[bytes[167] ?? EXCUSES.length];
  if (bytes.length !== HOLDING_BYTES || bytes[0] !== VERSION || excuse === undefined)
    throw plexiError('FRAME_INVALID', { detail: 'holding' });
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const signed = bytes.subarray(0, FIXED_BYTES);
  const holder = bytes.subarray(65, 97);
  if (!primitives.verify(bytes.subarray(FIXED_BYTES), concatBytes(CONTEXT, signed), holder))
    throw plexiError('FRAME_INVALID', { detail: 'holding signature' });
  return {
    space: idFromBytes<SpaceId>(bytes.subarray(1, 33)),
    logId: idFromBytes<LogId>(bytes.subarray(33, 65)),
    holder: idFromBytes<DeviceId>(holder),
    receipt: idFromBytes(bytes.subarray(97, 129)),
    sequence: uint48At(view, 129),
    id: idFromBytes<EntryId>(bytes.subarray(135, 167)),
    excuse,
    at: uint48At(view, 168),
  };
};

/** The name of a receipt in holdings. */
export const receiptHash = (primitives: Primitives, receipt: Uint8Array): string =>
  idFromBytes(primitives.sha256(receipt));

/**
 * What a holding says about the receipt that it names: that it is `kept`; that entries are `lost`, or that there is an `other` one
 * in its place; or that there is a reason for either, which others have to look into.
 */
export const judgeHolding = (
  receipt: Pick<Receipt, 'sequence' | 'id'>,
  holding: Holding,
): 'kept' | 'lost' | 'other' | 'excused' => {
  const isLess = holding.sequence < receipt.sequence;
  if (!isLess && holding.id === receipt.id) return 'kept';
  if (holding.excuse !== 'none') return 'excused';
  return isLess ? 'lost' : 'other';
};
