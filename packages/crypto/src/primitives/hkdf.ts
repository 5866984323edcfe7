import { concatBytes, type Primitives } from '@plexi/protocol';

const HASH_BYTES = 32;
const MAX_BYTES = 255 * HASH_BYTES;

/** HKDF-Expand with SHA-256 (RFC 5869 section 2.3): `length` bytes, at most 8160, from a key that is random already. */
export const expandKey = (
  primitives: Primitives,
  key: Uint8Array,
  info: Uint8Array,
  length: number,
): Uint8Array => {
  if (length > MAX_BYTES) throw new RangeError('HKDF gives at most 8160 bytes');
  const expanded = new Uint8Array(length);
  let block: Uint8Array = new Uint8Array(0);
  for (let at = 0, counter = 1; at < length; at += HASH_BYTES, counter++) {
    block = primitives.hmacSha256(key, concatBytes(block, info, new Uint8Array([counter])));
    expanded.set(block.subarray(0, length - at), at);
  }
  return expanded;
};

/** HKDF-SHA-256 (RFC 5869). `info` is the context that keeps one use apart from another. */
export const deriveKey = (
  primitives: Primitives,
  secret: Uint8Array,
  salt: Uint8Array,
  info: Uint8Array,
  length = HASH_BYTES,
): Uint8Array =>
  expandKey(
    primitives,
    primitives.hmacSha256(salt.length === 0 ? new Uint8Array(HASH_BYTES) : salt, secret),
    info,
    length,
  );
