import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nativePrimitives as native } from '../src/native/native.ts';
import { deriveKey } from '../src/primitives/hkdf.ts';
import { portablePrimitives as portable } from '../src/primitives/portable.ts';
import { attempt, base64, hasVectors, hex, readVectors, type Wycheproof } from './vectors.ts';

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

describe('native and portable primitives', () => {
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

  it('leave as many zeros before a box as they are asked for, and refuse keys and nonces of another length', () => {
    const [key, nonce] = [new Uint8Array(32).fill(1), new Uint8Array(24).fill(2)];
    for (const primitives of Object.values(BOTH)) {
      for (const length of [0, 1, 63, 64, 65, 300]) {
        const plain = new Uint8Array(length).fill(3);
        const box = primitives.secretbox(plain, nonce, key, 24);
        expect(box.subarray(0, 24)).toEqual(new Uint8Array(24));
        expect(box.subarray(24)).toEqual(primitives.secretbox(plain, nonce, key));
        expect(primitives.secretboxOpen(box.subarray(24), nonce, key)).toEqual(plain);
      }
      for (const wrong of [new Uint8Array(31), new Uint8Array(33), new Uint8Array(0)]) {
        expect(() => primitives.secretbox(new Uint8Array(3), nonce, wrong)).toThrow(/key|k must/);
        expect(() => primitives.secretboxOpen(new Uint8Array(30), wrong, key)).toThrow(/nonce|n must/);
      }
    }
  });

  it('property: what they gave stays as it was, whatever they are asked next', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 250 }), { minLength: 2, maxLength: 6 }), (all) => {
        for (const some of Object.values(BOTH)) {
          const given = all.flatMap((data) => [
            some.sha256(data),
            some.hmacSha256(data, data),
            some.randomBytes(data.length),
            some.secretbox(data, new Uint8Array(24), new Uint8Array(32)),
          ]);
          const copies = given.map((one) => one.slice());
          for (const data of all) some.hmacSha256(some.sha256(data), some.randomBytes(32));
          expect(given).toEqual(copies);
        }
      }),
      { numRuns: 30 },
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
