/**
 * [L1] An entry's header: fixed layout, big-endian, no field optional but the governance heads.
 *
 *   version 1 | log id 32 | sequence 6 | previous header hash 32 | clock 8 | key epoch id 32 | key commitment 32
 *   | body hash 32 | body length 4 | number of governance heads 1 | heads 32 each
 *
 * The log id implies space, channel and device, so they are not repeated.
 */
import { toHex } from '../bytes.ts';
import { type Hlc, isHlc } from '../clock.ts';
import { plexiError } from '../errors.ts';
import { type EntryId, type EpochId, ID_BYTES, idFromBytes, idToBytes, type LogId } from '../ids.ts';
import { LIMITS } from '../limits.ts';

export const ENTRY_VERSION = 1;
const FIXED_BYTES = 1 + ID_BYTES + 6 + ID_BYTES + 8 + ID_BYTES * 3 + 4 + 1;

export interface Header {
  logId: LogId;
  /** Place in the log, from 1, contiguous [L2]. */
  sequence: number;
  /** SHA-256 of the previous header; zeros for the first. */
  previous: EntryId;
  clock: Hlc;
  /** The epoch whose key seals the body; zeros where nothing is sealed. */
  epoch: EpochId;
  /** Hash of the entry key [K1]: XSalsa20-Poly1305 alone does not commit to one. Hexadecimal; zeros where nothing is sealed. */
  keyCommitment: string;
  /** SHA-256 of the body, hexadecimal. */
  bodyHash: string;
  bodyLength: number;
  /** The governance heads that the author saw; empty where they are those of the log's entry before. */
  governanceHeads: EntryId[];
}

/** The header's bytes; they are what is signed and hashed. */
export const encodeHeader = (header: Header): Uint8Array => {
  const bytes = new Uint8Array(FIXED_BYTES + header.governanceHeads.length * ID_BYTES);
  const view = new DataView(bytes.buffer);
  let at = 0;
  const id = (value: string): void => {
    bytes.set(idToBytes(value), at);
    at += ID_BYTES;
  };
  bytes[at++] = ENTRY_VERSION;
  id(header.logId);
  view.setUint16(at, Math.floor(header.sequence / 2 ** 32));
  view.setUint32(at + 2, header.sequence % 2 ** 32);
  at += 6;
  id(header.previous);
  view.setBigUint64(at, BigInt(header.clock));
  at += 8;
  id(header.epoch);
  id(header.keyCommitment);
  id(header.bodyHash);
  view.setUint32(at, header.bodyLength);
  at += 4;
  bytes[at++] = header.governanceHeads.length;
  for (const head of header.governanceHeads) id(head);
  return bytes;
};

const malformed = (detail: string) => plexiError('ENTRY_MALFORMED', { detail });

/** Parses a header. Throws ENTRY_MALFORMED or ENTRY_OVERSIZED. */
export const decodeHeader = (bytes: Uint8Array): Header => {
  if (bytes.length > LIMITS.headerBytes) throw plexiError('ENTRY_OVERSIZED', { detail: 'header' });
  if (bytes.length < FIXED_BYTES) throw malformed('header is truncated');
  if (bytes[0] !== ENTRY_VERSION) throw malformed('header version');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 1;
  const id = <Id extends string>(): Id => {
    const value = idFromBytes<Id>(bytes.subarray(at, at + ID_BYTES));
    at += ID_BYTES;
    return value;
  };
  const logId = id<LogId>();
  const sequence = view.getUint16(at) * 2 ** 32 + view.getUint32(at + 2);
  at += 6;
  const previous = id<EntryId>();
  const clock = view.getUint32(at) * 2 ** 32 + view.getUint32(at + 4);
  at += 8;
  const epoch = id<EpochId>();
  const keyCommitment = id<string>();
  const bodyHash = id<string>();
  const bodyLength = view.getUint32(at);
  at += 4;
  const count = bytes[at++] as number;
  if (sequence < 1) throw malformed('sequence');
  if (!isHlc(clock)) throw malformed('clock');
  if (bodyLength > LIMITS.bodyBytes) throw plexiError('ENTRY_OVERSIZED', { detail: 'body' });
  if (count > LIMITS.governanceHeads) throw plexiError('ENTRY_OVERSIZED', { detail: 'governance heads' });
  if (bytes.length !== FIXED_BYTES + count * ID_BYTES) throw malformed('header length');
  const governanceHeads: EntryId[] = [];
  for (let i = 0; i < count; i++) {
    const head = id<EntryId>();
    if (i > 0 && head <= (governanceHeads[i - 1] as string))
      throw malformed('governance heads are not in order');
    governanceHeads.push(head);
  }
  return { logId, sequence, previous, clock, epoch, keyCommitment, bodyHash, bodyLength, governanceHeads };
};

/** The hexadecimal spelling that `bodyHash` and `keyCommitment` take. */
export const hashToText = (hash: Uint8Array): string => toHex(hash);
