/** A padded NaCl secretbox behind its random nonce: what sealed bytes look like everywhere here. */
import type { Primitives } from '@plexi/protocol';
import { pad, unpad } from './padding.ts';

const NONCE_BYTES = 24;
const MAC_BYTES = 16;

/** nonce 24 | secretbox of the padded `plain`. The key may be used for any number of boxes: nonces are random and long. */
export const sealWith = (primitives: Primitives, key: Uint8Array, plain: Uint8Array): Uint8Array => {
  const nonce = primitives.randomBytes(NONCE_BYTES);
  const box = primitives.secretbox(pad(plain), nonce, key);
  const sealed = new Uint8Array(NONCE_BYTES + box.length);
  sealed.set(nonce);
  sealed.set(box, NONCE_BYTES);
  return sealed;
};

/** What was sealed, or `undefined` where it was not sealed with this key, or not by `sealWith`. */
export const openWith = (
  primitives: Primitives,
  key: Uint8Array,
  sealed: Uint8Array,
): Uint8Array | undefined => {
  if (sealed.length < NONCE_BYTES + MAC_BYTES) return undefined;
  const padded = primitives.secretboxOpen(sealed.subarray(NONCE_BYTES), sealed.subarray(0, NONCE_BYTES), key);
  return padded === undefined ? undefined : unpad(padded);
};
