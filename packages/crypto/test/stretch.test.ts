import { createRequire } from 'node:module';
import { argon2id } from '@noble/hashes/argon2.js';
import { describe, expect, it } from 'vitest';
import { nativeStretch } from '../src/native/native.ts';
import { portableStretch } from '../src/primitives/portable.ts';
import { hasVectors, hex, readVectors, readVectorText } from './vectors.ts';

const LONG = process.env['PLEXI_LONG'] !== undefined;
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** libsodium derives keys with salts of 16 bytes only, and checks hashes with any: so it meets the reference ones. */
const sodium = createRequire(import.meta.url)('sodium-native') as {
  crypto_pwhash_STRBYTES: number;
  crypto_pwhash_str_verify(encoded: Uint8Array, password: Uint8Array): boolean;
};

const nativeVerifies = (encoded: string, password: string): boolean => {
  const padded = new Uint8Array(sodium.crypto_pwhash_STRBYTES);
  padded.set(utf8(encoded));
  return sodium.crypto_pwhash_str_verify(padded, utf8(password));
};

describe.skipIf(!hasVectors('argon2/phc_reference_hashes.json', 'argon2/kat_argon2id.txt'))(
  '[X2] Argon2id',
  () => {
    interface ReferenceHash {
      t: number;
      m_log2_KiB: number;
      p: number;
      password: string;
      salt: string;
      hash_hex: string;
      encoded: string;
      type: string;
    }
    const isFast = ({ m_log2_KiB: memory }: ReferenceHash): boolean => LONG || memory <= 8;
    const vectors = readVectors<ReferenceHash[]>('argon2/phc_reference_hashes.json').filter(
      ({ type }) => type === 'Argon2_id',
    );

    it('the JavaScript one computes the tag of RFC 9106, with secret, associated data and four lanes', () => {
      const tag = /Tag: ([0-9a-f ]+)/
        .exec(readVectorText('argon2/kat_argon2id.txt'))?.[1]
        ?.replaceAll(' ', '');
      const fill = (byte: number, length: number): Uint8Array => new Uint8Array(length).fill(byte);
      const options = { m: 32, t: 3, p: 4, dkLen: 32, key: fill(3, 8), personalization: fill(4, 12) };
      expect(argon2id(fill(1, 32), fill(2, 16), options)).toEqual(hex(tag ?? ''));
    });

    it('the JavaScript one computes the reference hashes', () => {
      const some = vectors.filter(isFast);
      expect(some.length).toBeGreaterThan(1);
      for (const { t, m_log2_KiB: memory, p, password, salt, hash_hex: expected } of some)
        expect(argon2id(password, salt, { m: 2 ** memory, t, p, dkLen: 32 })).toEqual(hex(expected));
    });

    it('the native one agrees with every reference hash of one lane, and with none for another password', () => {
      const ofOneLane = vectors.filter(({ p, m_log2_KiB: memory }) => p === 1 && (LONG || memory <= 16));
      expect(ofOneLane.length).toBeGreaterThan(4);
      for (const { encoded, password } of ofOneLane) expect(nativeVerifies(encoded, password)).toBe(true);
      const [first] = vectors.filter(({ m_log2_KiB: memory, p }) => memory <= 8 && p === 1);
      expect(nativeVerifies(first?.encoded ?? '', `${first?.password} `)).toBe(false);
    });
  },
);

describe('stretching a passphrase', () => {
  it('gives the same key natively and in JavaScript', () => {
    const salt = new Uint8Array(16).fill(9);
    for (const passphrase of ['', 'p', 'correct horse', 'é'.repeat(100)].map(utf8)) {
      for (const cost of [
        { memoryKib: 8, passes: 1 },
        { memoryKib: 9, passes: 2 },
        { memoryKib: 1000, passes: 3 },
      ])
        expect(portableStretch(passphrase, salt, cost)).toEqual(nativeStretch(passphrase, salt, cost));
    }
  });
});
