/**
 * The cipher suite that ts-mls computes with. Its default implementation goes through WebCrypto's thread pool for every HKDF
 * step, of which a commit takes thousands; ours are synchronous, and signatures pass the one predicate [L3].
 */
import type { Primitives } from '@plexi/protocol';
import { plexiError } from '@plexi/protocol';
import {
  type CiphersuiteImpl,
  type CiphersuiteName,
  getCiphersuiteFromName,
  getCiphersuiteImpl,
} from 'ts-mls';
import { expandKey } from '../primitives/hkdf.ts';
import { equalSecretBytes } from '../secret/secret.ts';

/** A suite's registered name (RFC 9420 section 17.1). A group keeps the one that it was made with [K1]. */
export type SuiteName = CiphersuiteName;

export const DEFAULT_SUITE: SuiteName = 'MLS_128_DHKEMX25519_CHACHA20POLY1305_SHA256_Ed25519';

const HASH_BYTES = 32;

/** The implementation of a suite over `primitives`. Throws INVALID_INPUT for one whose hash or signature we don't have. */
export const loadSuite = async (
  primitives: Primitives,
  name: SuiteName = DEFAULT_SUITE,
): Promise<CiphersuiteImpl> => {
  const suite = getCiphersuiteFromName(name);
  if (suite.hash !== 'SHA-256' || suite.hpke.kdf !== 'HKDF-SHA256' || suite.signature !== 'Ed25519') {
    throw plexiError('INVALID_INPUT', { detail: `cipher suite ${name}` });
  }
  const implementation = await getCiphersuiteImpl(suite);
  return {
    ...implementation,
    hash: {
      digest: (data) => Promise.resolve(primitives.sha256(data)),
      mac: (key, data) => Promise.resolve(primitives.hmacSha256(key, data)),
      verifyMac: (key, mac, data) => Promise.resolve(equalSecretBytes(primitives.hmacSha256(key, data), mac)),
    },
    kdf: {
      extract: (salt, secret) =>
        Promise.resolve(primitives.hmacSha256(salt.length === 0 ? new Uint8Array(HASH_BYTES) : salt, secret)),
      expand: (key, info, length) => Promise.resolve(expandKey(primitives, key, info, length)),
      size: HASH_BYTES,
    },
    signature: {
      sign: (secretKey, message) => Promise.resolve(primitives.sign(message, secretKey)),
      verify: (publicKey, message, signature) =>
        Promise.resolve(primitives.verify(signature, message, publicKey)),
      keygen: () => {
        const signKey = primitives.randomBytes(HASH_BYTES);
        return Promise.resolve({ signKey, publicKey: primitives.publicKeyOf(signKey) });
      },
    },
    rng: { randomBytes: (length) => primitives.randomBytes(length) },
  };
};
