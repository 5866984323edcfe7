/** A padded NaCl secretbox behind its random nonce: what sealed bytes look like everywhere here. */
import type { Primitives } from '@plexi/protocol';
import { pad, unpad } from './padding.ts';

const NONCE_BYTES = 24;
const MAC_BYTES = 16;
/** Where most messages are padded, and zeros in between: making room for each costs as much as sealing it. */
const paddingRoom = new Uint8Array(1024);

/** nonce 24 | secretbox of the padded `plain`. The key may be used for any number of boxes: nonces are random and long. */
export const sealWith = (primitives: Primitives, key: Uint8Array, plain: Uint8Array): Uint8Array => {
  const nonce = primitives.randomBytes(NONCE_BYTES);
  const padded = pad(plain, paddingRoom);
  const sealed = primitives.secretbox(padded, nonce, key, NONCE_BYTES);
  padded.fill(0);
  sealed.set(nonce);
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
