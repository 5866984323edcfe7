/** Primitives for a browser, in plain JavaScript: tweetnacl and noble. */
import { argon2id } from '@noble/hashes/argon2.js';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes, type Primitives } from '@plexi/protocol';
import nacl from 'tweetnacl';
import { isStrictlyEncoded } from './ed25519-predicate.ts';
import type { Stretch } from './stretch.ts';

/** What one call of getRandomValues gives at most (Web Cryptography API, section 10.1.1). */
const RANDOM_BYTES = 65_536;

/** The primitives of a browser. Wrong lengths of keys and nonces throw; hostile signatures and boxes never do. */
export const portablePrimitives: Primitives = {
  sha256: (data) => sha256(data),
  hmacSha256: (key, data) => hmac(sha256, key, data),
  sign: (message, secretKey) => nacl.sign.detached(message, nacl.sign.keyPair.fromSeed(secretKey).secretKey),
  publicKeyOf: (secretKey) => nacl.sign.keyPair.fromSeed(secretKey).publicKey,
  // tweetnacl checks the equation only; the encodings are ours to check.
  verify: (signature, message, publicKey) =>
    isStrictlyEncoded(signature, publicKey) && nacl.sign.detached.verify(message, signature, publicKey),
  secretbox(plain, nonce, key, zerosBefore = 0) {
    const box = nacl.secretbox(plain, nonce, key);
    return zerosBefore === 0 ? box : concatBytes(new Uint8Array(zerosBefore), box);
  },
  secretboxOpen: (box, nonce, key) => nacl.secretbox.open(box, nonce, key) ?? undefined,
  randomBytes(length) {
    const bytes = new Uint8Array(length);
    for (let at = 0; at < length; at += RANDOM_BYTES)
      crypto.getRandomValues(bytes.subarray(at, at + RANDOM_BYTES));
    return bytes;
  },
};

/** Argon2id in JavaScript: seconds where the native one takes a tenth. */
export const portableStretch: Stretch = (passphrase, salt, cost) =>
  argon2id(passphrase, salt, { m: cost.memoryKib, t: cost.passes, p: 1, dkLen: 32 });
