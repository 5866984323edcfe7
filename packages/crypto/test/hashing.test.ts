import { createHmac, pbkdf2Sync } from 'node:crypto';
import { hmac } from '@noble/hashes/hmac.js';
import { pbkdf2 } from '@noble/hashes/pbkdf2.js';
import { sha512 } from '@noble/hashes/sha2.js';
import fc from 'fast-check';
import nacl from 'tweetnacl';
import { describe, expect, it } from 'vitest';
import { expandKey } from '../src/index.ts';
import { nativePrimitives as native } from '../src/native/native.ts';
import { portablePrimitives as portable } from '../src/primitives/portable.ts';
import { hasVectors, hex, readVectors, type Wycheproof } from './vectors.ts';

const LONG = process.env['PLEXI_LONG'] !== undefined;
const FILES = ['hmac_sha512', 'pbkdf2_hmacsha512', 'pbkdf2_hmacsha256'].map(
  (name) => `wycheproof/${name}_test.json`,
);

/** HMAC-SHA-512 is what SQLCipher authenticates pages with, and what BIP-39 stretches by: in C, and in JavaScript. */
const HMAC: Record<string, (key: Uint8Array, data: Uint8Array) => Uint8Array> = {
  noble: (key, data) => hmac(sha512, key, data),
  openSsl: (key, data) => Uint8Array.from(createHmac('sha512', key).update(data).digest()),
};

describe.skipIf(!hasVectors(...FILES))('[X2] Wycheproof with SHA-512', () => {
  it('HMAC: every valid tag and none of the others', () => {
    interface Group {
      tagSize: number;
      tests: { tcId: number; key: string; msg: string; tag: string; result: string }[];
    }
    const { testGroups } = readVectors<Wycheproof<Group>>('wycheproof/hmac_sha512_test.json');
    for (const { tagSize, tests } of testGroups) {
      for (const test of tests) {
        for (const [name, authenticate] of Object.entries(HMAC)) {
          const tag = authenticate(hex(test.key), hex(test.msg)).slice(0, tagSize / 8);
          const isRight = Buffer.from(tag).toString('hex') === test.tag;
          expect(isRight, `tcId ${test.tcId} in ${name}`).toBe(test.result === 'valid');
        }
      }
    }
  });

  it('PBKDF2, with which BIP-39 makes a seed of a phrase', () => {
    interface Group {
      tests: {
        tcId: number;
        password: string;
        salt: string;
        iterationCount: number;
        dkLen: number;
        dk: string;
      }[];
    }
    const { testGroups } = readVectors<Wycheproof<Group>>('wycheproof/pbkdf2_hmacsha512_test.json');
    const tests = testGroups.flatMap((group) => group.tests);
    for (const [i, { tcId, password, salt, iterationCount: c, dkLen, dk }] of tests.entries()) {
      expect(pbkdf2Sync(hex(password), hex(salt), c, dkLen, 'sha512').toString('hex'), `tcId ${tcId}`).toBe(
        dk,
      );
      // Thousands of rounds each, in JavaScript.
      if (LONG || i % 8 === 0)
        expect(pbkdf2(sha512, hex(password), hex(salt), { c, dkLen }), `tcId ${tcId}`).toEqual(hex(dk));
    }
    expect(tests).toHaveLength(58);
  });
});

describe('hashing', () => {
  it('property: SHA-512 of the renderer and of OpenSSL are the same at every length', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (data) => {
        expect(nacl.hash(data)).toEqual(sha512(data));
        expect(HMAC['openSsl']?.(data, data)).toEqual(HMAC['noble']?.(data, data));
      }),
      { numRuns: 40 },
    );
  });

  it('HKDF-Expand: both give the same, a shorter one is its beginning, and 8160 bytes are the end', () => {
    const [key, info] = [new Uint8Array(32).fill(3), new Uint8Array(5)];
    const long = expandKey(native, key, info, 8160);
    for (const length of [0, 1, 31, 32, 33, 64, 8159, 8160])
      expect(expandKey(portable, key, info, length)).toEqual(long.slice(0, length));
    expect(() => expandKey(native, key, info, 8161)).toThrow(RangeError);
  });
});
