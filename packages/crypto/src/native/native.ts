/** Primitives for Node: libsodium through sodium-native, and OpenSSL for hashing where that is faster. */
import { hash } from 'node:crypto';
import type { Primitives } from '@plexi/protocol';
import { isStrictlyEncoded } from '../primitives/ed25519-predicate.ts';
import { hmacWith } from '../primitives/hmac.ts';
import type { Stretch } from '../primitives/stretch.ts';
import sodium from './sodium.mjs';

/** Below this OpenSSL's set-up costs more than its SHA instructions save (measured: they meet near 200 bytes). */
const SHORT_BYTES = 200;
const MAC_BYTES = 16;

const sha256 = (data: Uint8Array): Uint8Array => {
  if (data.length >= SHORT_BYTES) {
    const digest = hash('sha256', data, 'buffer');
    return new Uint8Array(digest.buffer, digest.byteOffset, digest.byteLength);
  }
  const digest = new Uint8Array(32);
  sodium.crypto_hash_sha256(digest, data);
  return digest;
};

/** libsodium's secret keys are seed and public key; deriving one costs as much as a signature, so it is kept with its seed. */
const expandedKeys = new WeakMap<Uint8Array, Uint8Array>();

const expand = (seed: Uint8Array): Uint8Array => {
  const known = expandedKeys.get(seed);
  // The caller may have overwritten the seed since.
  if (known !== undefined && seed.every((byte, i) => byte === known[i])) return known;
  const secretKey = new Uint8Array(64);
  sodium.crypto_sign_seed_keypair(new Uint8Array(32), secretKey, seed);
  expandedKeys.set(seed, secretKey);
  return secretKey;
};

/** The primitives of Node. Wrong lengths of keys and nonces throw; hostile signatures and boxes never do. */
export const nativePrimitives: Primitives = {
  sha256,
  hmacSha256: hmacWith(sha256),
  sign(message, secretKey) {
    const signature = new Uint8Array(64);
    sodium.crypto_sign_detached(signature, message, expand(secretKey));
    return signature;
  },
  publicKeyOf: (secretKey) => expand(secretKey).slice(32),
  verify: (signature, message, publicKey) =>
    isStrictlyEncoded(signature, publicKey) &&
    sodium.crypto_sign_verify_detached(signature, message, publicKey),
  secretbox(plain, nonce, key) {
    const box = new Uint8Array(plain.length + MAC_BYTES);
    sodium.crypto_secretbox_easy(box, plain, nonce, key);
    return box;
  },
  secretboxOpen(box, nonce, key) {
    if (box.length < MAC_BYTES) return undefined;
    const plain = new Uint8Array(box.length - MAC_BYTES);
    return sodium.crypto_secretbox_open_easy(plain, box, nonce, key) ? plain : undefined;
  },
  randomBytes(length) {
    const bytes = new Uint8Array(length);
    if (length > 0) sodium.randombytes_buf(bytes);
    return bytes;
  },
};

/** Argon2id by libsodium: about 0.1 s for 64 MiB and three passes. */
export const nativeStretch: Stretch = (passphrase, salt, cost) => {
  const key = new Uint8Array(32);
  sodium.crypto_pwhash(
    key,
    passphrase,
    salt,
    cost.passes,
    cost.memoryKib * 1024,
    sodium.crypto_pwhash_ALG_ARGON2ID13,
  );
  return key;
};
