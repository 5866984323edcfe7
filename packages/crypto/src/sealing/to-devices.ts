/**
 * Sealing to some devices: a fresh content key, wrapped to each by X25519 with a one-time key (as in NaCl's sealed boxes, with
 * HMAC-SHA-256 over the shared point in place of its hash). It hides for whom it is, and says nothing of who wrote it: what
 * carries it is signed.
 *
 *   one-time public key 32 | count 1 | wrapped content key 48 each | nonce 24 | secretbox(padded plain)
 */
import { x25519 } from '@noble/curves/ed25519.js';
import { concatBytes, LIMITS, type Primitives, plexiError, utf8 } from '@plexi/protocol';
import { openWith, sealWith } from './box.ts';

const KEY_BYTES = 32;
const WRAPPED_BYTES = KEY_BYTES + 16;
/** Each wrapping key wraps one content key only, so its nonce may be fixed. */
const NONCE = new Uint8Array(24);

const wrappingKey = (
  primitives: Primitives,
  purpose: string,
  shared: Uint8Array,
  oneTimeKey: Uint8Array,
  boxKey: Uint8Array,
): Uint8Array => primitives.hmacSha256(shared, concatBytes(utf8(purpose), oneTimeKey, boxKey));

/** X25519 with a key from outside; `undefined` for a point of small order, with which nothing is shared. */
const share = (secretKey: Uint8Array, publicKey: Uint8Array): Uint8Array | undefined => {
  try {
    return x25519.getSharedSecret(secretKey, publicKey);
  } catch {
    return undefined;
  }
};

/** Seals `plain` to devices by their box keys; `purpose` is a context string that ends in a zero. Throws TOO_LARGE. */
export const sealToDevices = (
  primitives: Primitives,
  purpose: string,
  boxKeys: readonly Uint8Array[],
  plain: Uint8Array,
): Uint8Array => {
  if (boxKeys.length > LIMITS.devicesPerSealing) throw plexiError('TOO_LARGE', { detail: 'devices' });
  const oneTimeSecret = primitives.randomBytes(KEY_BYTES);
  const oneTimeKey = x25519.getPublicKey(oneTimeSecret);
  const contentKey = primitives.randomBytes(KEY_BYTES);
  const wrapped = boxKeys.flatMap((boxKey) => {
    const shared = share(oneTimeSecret, boxKey);
    if (shared === undefined) return [];
    const key = wrappingKey(primitives, purpose, shared, oneTimeKey, boxKey);
    return [primitives.secretbox(contentKey, NONCE, key)];
  });
  return concatBytes(
    oneTimeKey,
    new Uint8Array([wrapped.length]),
    ...wrapped,
    sealWith(primitives, contentKey, plain),
  );
};

/** What was sealed, where it was sealed to this device for this purpose. */
export const openToDevice = (
  primitives: Primitives,
  purpose: string,
  keys: { boxKey: Uint8Array; boxSecretKey: Uint8Array },
  sealed: Uint8Array,
): Uint8Array | undefined => {
  const count = sealed[KEY_BYTES] ?? 0;
  const start = KEY_BYTES + 1;
  const end = start + count * WRAPPED_BYTES;
  if (count === 0 || count > LIMITS.devicesPerSealing || sealed.length < end) return undefined;
  const oneTimeKey = sealed.subarray(0, KEY_BYTES);
  const shared = share(keys.boxSecretKey, oneTimeKey);
  if (shared === undefined) return undefined;
  const key = wrappingKey(primitives, purpose, shared, oneTimeKey, keys.boxKey);
  for (let at = start; at < end; at += WRAPPED_BYTES) {
    const contentKey = primitives.secretboxOpen(sealed.subarray(at, at + WRAPPED_BYTES), NONCE, key);
    if (contentKey !== undefined) return openWith(primitives, contentKey, sealed.subarray(end));
  }
  return undefined;
};
