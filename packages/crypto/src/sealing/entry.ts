/**
 * [K1] [K6] Sealing entries. Each has a key of its own, derived from its channel's secret of an epoch, its log and its sequence
 * number, and the header commits to that key: XSalsa20-Poly1305 alone would let a writer make one body that opens differently for
 * different readers (Dodis, Grubbs, Ristenpart, Woodage: "Fast Message Franking", 2018).
 */
import {
  type Entry,
  ID_BYTES,
  idToBytes,
  type LogId,
  type Primitives,
  plexiError,
  toHex,
  utf8,
} from '@plexi/protocol';
import { openWith, sealWith } from './box.ts';

// Short on purpose: with these, an entry takes five blocks of SHA-256 instead of seven, and this is the path that opens history.
const KEY_CONTEXT = utf8('plexi/key/1\0');
const COMMITMENT_CONTEXT = utf8('plexi/commit/1\0');
const SEQUENCE_BYTES = 6;

/** The key of one entry: HMAC-SHA-256, under the channel's secret of the epoch, of context | log id 32 | sequence 6. */
export const entryKey = (
  primitives: Primitives,
  secret: Uint8Array,
  logId: LogId,
  sequence: number,
): Uint8Array => {
  const at = KEY_CONTEXT.length;
  const place = new Uint8Array(at + ID_BYTES + SEQUENCE_BYTES);
  place.set(KEY_CONTEXT);
  place.set(idToBytes(logId), at);
  for (let i = place.length - 1, rest = sequence; rest > 0; i--, rest = Math.floor(rest / 256))
    place[i] = rest % 256;
  return primitives.hmacSha256(secret, place);
};

/** The header's commitment to an entry key: SHA-256 with a context, hexadecimal. */
export const keyCommitment = (primitives: Primitives, key: Uint8Array): string => {
  const bytes = new Uint8Array(COMMITMENT_CONTEXT.length + key.length);
  bytes.set(COMMITMENT_CONTEXT);
  bytes.set(key, COMMITMENT_CONTEXT.length);
  return toHex(primitives.sha256(bytes));
};

/** Seals the body of the entry at one place; the commitment goes into its header. */
export const sealEntry = (
  primitives: Primitives,
  secret: Uint8Array,
  place: { logId: LogId; sequence: number },
  plain: Uint8Array,
): { body: Uint8Array; keyCommitment: string } => {
  const key = entryKey(primitives, secret, place.logId, place.sequence);
  return { body: sealWith(primitives, key, plain), keyCommitment: keyCommitment(primitives, key) };
};

/** Whether an entry's header commits to the key that this secret gives it. */
export const fitsEntry = (
  primitives: Primitives,
  secret: Uint8Array,
  { logId, sequence, keyCommitment: commitment }: Entry['parsed'],
): boolean => keyCommitment(primitives, entryKey(primitives, secret, logId, sequence)) === commitment;

/**
 * Opens an entry's body by its channel's secret of the epoch that its header names; `undefined` where the body was dropped [L4].
 * Throws KEY_MISMATCH where the header commits to another key, or where that key does not open the body.
 */
export const openEntry = (
  primitives: Primitives,
  secret: Uint8Array,
  entry: Pick<Entry, 'parsed' | 'body'>,
): Uint8Array | undefined => {
  if (entry.body === undefined) return undefined;
  const key = entryKey(primitives, secret, entry.parsed.logId, entry.parsed.sequence);
  return openEntryByKey(primitives, key, entry.parsed.keyCommitment, entry.body);
};

/** Opens an entry's body by the key of that one entry. Throws KEY_MISMATCH as `openEntry` does. */
export const openEntryByKey = (
  primitives: Primitives,
  key: Uint8Array,
  commitment: string,
  body: Uint8Array,
): Uint8Array => {
  if (keyCommitment(primitives, key) !== commitment) {
    throw plexiError('KEY_MISMATCH', { detail: 'commitment' });
  }
  const plain = openWith(primitives, key, body);
  if (plain === undefined) throw plexiError('KEY_MISMATCH', { detail: 'body' });
  return plain;
};
