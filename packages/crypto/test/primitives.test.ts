import { createHash, createHmac } from 'node:crypto';
import { x25519 } from '@noble/curves/ed25519.js';
import { argon2id } from '@noble/hashes/argon2.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nativePrimitives as native, nativeStretch } from '../src/native/native.ts';
import { deriveKey } from '../src/primitives/hkdf.ts';
import { portablePrimitives as portable, portableStretch } from '../src/primitives/portable.ts';
import { attempt, base64, hasVectors, hex, readVectors, readVectorText, type Wycheproof } from './vectors.ts';

const BOTH = { native, portable };
const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });

describe.skipIf(!hasVectors('nacl/nacl_secretbox.json'))('[X2] NaCl secretbox', () => {
  it('both seal and open as NaCl does', () => {
    const vectors = readVectors<[string, string, string, string][]>('nacl/nacl_secretbox.json');
    expect(vectors).toHaveLength(300);
    for (const [key, nonce, plain, box] of vectors.map((vector) => vector.map(base64))) {
      for (const primitives of Object.values(BOTH)) {
        expect(primitives.secretbox(plain!, nonce!, key!)).toEqual(box);
        expect(primitives.secretboxOpen(box!, nonce!, key!)).toEqual(plain);
      }
    }
  });
});

describe.skipIf(!hasVectors('wycheproof/hmac_sha256_test.json'))('[X2] Wycheproof HMAC-SHA-256', () => {
  interface Group {
    tagSize: number;
    tests: { tcId: number; key: string; msg: string; tag: string; result: string }[];
  }
  it('both compute every valid tag and none of the others', () => {
    // Groups with 128-bit tags are compared on their first 16 bytes; no case is "acceptable".
    const { testGroups } = readVectors<Wycheproof<Group>>('wycheproof/hmac_sha256_test.json');
    for (const { tagSize, tests } of testGroups) {
      for (const test of tests) {
        for (const primitives of Object.values(BOTH)) {
          const tag = primitives.hmacSha256(hex(test.key), hex(test.msg)).slice(0, tagSize / 8);
          expect(Buffer.from(tag).toString('hex') === test.tag, `tcId ${test.tcId}`).toBe(
            test.result === 'valid',
          );
        }
      }
    }
  });
});

describe.skipIf(!hasVectors('wycheproof/hkdf_sha256_test.json'))('[X2] Wycheproof HKDF-SHA-256', () => {
  interface Group {
    tests: {
      tcId: number;
      ikm: string;
      salt: string;
      info: string;
      size: number;
      okm: string;
      result: string;
    }[];
  }
  it('derives every valid key, and throws for the three that are too long', () => {
    const { testGroups } = readVectors<Wycheproof<Group>>('wycheproof/hkdf_sha256_test.json');
    let tooLong = 0;
    for (const test of testGroups.flatMap((group) => group.tests)) {
      const key = attempt(() => deriveKey(native, hex(test.ikm), hex(test.salt), hex(test.info), test.size));
      expect(key, `tcId ${test.tcId}`).toEqual(test.result === 'valid' ? hex(test.okm) : undefined);
      if (key === undefined) tooLong++;
    }
    expect(tooLong).toBe(3);
  });
});

describe.skipIf(!hasVectors('wycheproof/x25519_test.json', 'nacl/nacl_scalarmult.json'))(
  '[X2] Wycheproof and NaCl X25519',
  () => {
    interface Group {
      tests: {
        tcId: number;
        public: string;
        private: string;
        shared: string;
        result: string;
        flags: string[];
      }[];
    }
    it('agrees on every vector; of the "acceptable" ones, low-order keys are refused and twist points accepted', () => {
      // Decided: an all-zero shared secret is refused (RFC 7748 section 6.1 allows it; HPKE, RFC 9180 section 7.1.4, demands
      // it). Non-canonical keys and points on the twist give the same result everywhere and leak nothing: accepted.
      const { testGroups } = readVectors<Wycheproof<Group>>('wycheproof/x25519_test.json');
      let refused = 0;
      for (const test of testGroups.flatMap((group) => group.tests)) {
        const shared = attempt(() => x25519.getSharedSecret(hex(test.private), hex(test.public)));
        const allZero = /^0+$/.test(test.shared);
        expect(shared, `tcId ${test.tcId}`).toEqual(allZero ? undefined : hex(test.shared));
        expect(allZero && test.result === 'valid').toBe(false);
        if (allZero) refused++;
      }
      expect(refused).toBe(31);
    });

    it('derives public keys as NaCl does', () => {
      const vectors = readVectors<string[][]>('nacl/nacl_scalarmult.json');
      for (const [publicKey, secretKey] of vectors) {
        expect(x25519.getPublicKey(base64(secretKey!))).toEqual(base64(publicKey!));
      }
    });
  },
);

describe.skipIf(!hasVectors('argon2/phc_reference_hashes.json', 'argon2/kat_argon2id.txt'))(
  '[X2] Argon2',
  () => {
    interface ReferenceHash {
      version: string | null;
      t: number;
      m_log2_KiB: number;
      p: number;
      password: string;
      salt: string;
      hash_hex: string;
      type: string;
    }
    it('the JavaScript one computes the reference tag with secret, associated data and four lanes', () => {
      const tag = /Tag: ([0-9a-f ]+)/
        .exec(readVectorText('argon2/kat_argon2id.txt'))?.[1]
        ?.replaceAll(' ', '');
      const fill = (byte: number, length: number): Uint8Array => new Uint8Array(length).fill(byte);
      const options = { m: 32, t: 3, p: 4, dkLen: 32, key: fill(3, 8), personalization: fill(4, 12) };
      expect(argon2id(fill(1, 32), fill(2, 16), options)).toEqual(hex(tag ?? ''));
    });

    it('the JavaScript one computes the reference hashes of Argon2id', () => {
      const vectors = readVectors<ReferenceHash[]>('argon2/phc_reference_hashes.json').filter(
        ({ type, m_log2_KiB }) => type === 'Argon2_id' && m_log2_KiB <= 8,
      );
      expect(vectors.length).toBe(2);
      for (const { t, m_log2_KiB, p, password, salt, hash_hex } of vectors) {
        const options = { m: 2 ** m_log2_KiB, t, p, dkLen: 32 };
        expect(argon2id(password, salt, options)).toEqual(hex(hash_hex));
      }
    });
  },
);

describe('native and portable primitives', () => {
  it('stretch a passphrase to the same key', () => {
    const salt = new Uint8Array(16).fill(9);
    const passphrase = new TextEncoder().encode('correct horse');
    for (const cost of [
      { memoryKib: 8, passes: 1 },
      { memoryKib: 1000, passes: 3 },
    ]) {
      expect(portableStretch(passphrase, salt, cost)).toEqual(nativeStretch(passphrase, salt, cost));
    }
  });

  it('property: hash alike at every length, and as OpenSSL does', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 700 }), fc.uint8Array({ maxLength: 100 }), (data, key) => {
        const digest = new Uint8Array(createHash('sha256').update(data).digest());
        const mac = new Uint8Array(createHmac('sha256', key).update(data).digest());
        for (const primitives of Object.values(BOTH)) {
          expect(primitives.sha256(data)).toEqual(digest);
          expect(primitives.hmacSha256(key, data)).toEqual(mac);
        }
      }),
    );
  });

  it('property: their secretboxes are byte-identical, and open or refuse alike', () => {
    fc.assert(
      fc.property(
        bytes(32),
        bytes(24),
        fc.uint8Array({ maxLength: 300 }),
        fc.nat(),
        (key, nonce, plain, at) => {
          const box = native.secretbox(plain, nonce, key);
          expect(portable.secretbox(plain, nonce, key)).toEqual(box);
          expect(portable.secretboxOpen(box, nonce, key)).toEqual(plain);
          expect(native.secretboxOpen(box, nonce, key)).toEqual(plain);
          box[at % box.length] = (box[at % box.length] as number) ^ 1;
          expect(portable.secretboxOpen(box, nonce, key)).toBeUndefined();
          expect(native.secretboxOpen(box, nonce, key)).toBeUndefined();
        },
      ),
    );
  });

  it('refuse a box too short to be one', () => {
    for (const primitives of Object.values(BOTH)) {
      for (let length = 0; length < 16; length++) {
        const box = new Uint8Array(length);
        expect(primitives.secretboxOpen(box, new Uint8Array(24), new Uint8Array(32))).toBeUndefined();
      }
    }
  });

  it('give as many random bytes as asked for, beyond what a browser gives at once', () => {
    for (const primitives of Object.values(BOTH)) {
      for (const length of [0, 1, 32, 200_000]) {
        const random = primitives.randomBytes(length);
        expect(random).toHaveLength(length);
        expect(length > 31 && random.subarray(-32).every((byte) => byte === 0)).toBe(false);
      }
      expect(primitives.randomBytes(32)).not.toEqual(primitives.randomBytes(32));
    }
  });
});
