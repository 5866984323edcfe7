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

/**
 * Small arrays lie on JavaScript's heap, and handing one to a library moves it off: that takes three times as long as hashing it. So
 * what is small goes to the library, and comes from it, through arrays that are there for good; `stage` gives one with these bytes.
 */
const STAGED_BYTES = 256;
const stageRoom = new Uint8Array(STAGED_BYTES);
const stages = Array.from({ length: STAGED_BYTES + 1 }, (_, length) => stageRoom.subarray(0, length));
const stage = (data: Uint8Array): Uint8Array => {
  const room = stages[data.length] as Uint8Array;
  room.set(data);
  return room;
};
const digestRoom = new Uint8Array(STAGED_BYTES).subarray(0, 32);
const keyRoom = new Uint8Array(STAGED_BYTES).subarray(0, 32);
const nonceRoom = new Uint8Array(STAGED_BYTES).subarray(0, 24);

const copyOf = (room: Uint8Array): Uint8Array => {
  const bytes = new Uint8Array(room.length);
  bytes.set(room);
  return bytes;
};

/** A key or nonce where the library takes it from; of a wrong length as it is, for the library to refuse. */
const settle = (room: Uint8Array, bytes: Uint8Array): Uint8Array => {
  if (bytes.length !== room.length) return bytes;
  room.set(bytes);
  return room;
};

const sha256 = (data: Uint8Array): Uint8Array => {
  if (data.length >= SHORT_BYTES) {
    const digest = hash('sha256', data, 'buffer');
    return new Uint8Array(digest.buffer, digest.byteOffset, digest.byteLength);
  }
  const staged = stage(data);
  sodium.crypto_hash_sha256(digestRoom, staged);
  staged.fill(0);
  return copyOf(digestRoom);
};

/** Nonces and keys are taken from random bytes that were drawn together: a system call for each would cost as much as sealing. */
const POOLED_BYTES = 64;
const pool = new Uint8Array(64 * POOLED_BYTES);
let poolAt = pool.length;

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
  secretbox(plain, nonce, key, zerosBefore = 0) {
    const box = new Uint8Array(zerosBefore + plain.length + MAC_BYTES);
    const place = zerosBefore === 0 ? box : box.subarray(zerosBefore);
    sodium.crypto_secretbox_easy(place, plain, settle(nonceRoom, nonce), settle(keyRoom, key));
    keyRoom.fill(0);
    return box;
  },
  secretboxOpen(box, nonce, key) {
    if (box.length < MAC_BYTES) return undefined;
    const plain = new Uint8Array(box.length - MAC_BYTES);
    const isOpen = sodium.crypto_secretbox_open_easy(
      plain,
      box,
      settle(nonceRoom, nonce),
      settle(keyRoom, key),
    );
    keyRoom.fill(0);
    return isOpen ? plain : undefined;
  },
  randomBytes: (length) => {
    if (length > POOLED_BYTES) {
      const bytes = new Uint8Array(length);
      sodium.randombytes_buf(bytes);
      return bytes;
    }
    if (poolAt + length > pool.length) {
      sodium.randombytes_buf(pool);
      poolAt = 0;
    }
    const bytes = pool.slice(poolAt, poolAt + length);
    // What was given out is nobody else's, and is not kept.
    pool.fill(0, poolAt, poolAt + length);
    poolAt += length;
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
