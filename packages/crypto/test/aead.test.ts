import { Chacha20Poly1305 } from '@hpke/chacha20poly1305';
import fc from 'fast-check';
import type { CiphersuiteImpl } from 'ts-mls';
import { describe, expect, it } from 'vitest';
import { loadSuite } from '../src/key-group/suite.ts';
import { nativePrimitives as native } from '../src/native/native.ts';
import { hasVectors, hex, readVectors, type Wycheproof } from './vectors.ts';

/** A cipher with associated data as MLS uses it: ciphertext and tag in one. */
interface Aead {
  seal: (key: Uint8Array, nonce: Uint8Array, aad: Uint8Array, plain: Uint8Array) => Promise<Uint8Array>;
  open: (key: Uint8Array, nonce: Uint8Array, aad: Uint8Array, sealed: Uint8Array) => Promise<Uint8Array>;
}

const inMls = ({ hpke }: CiphersuiteImpl): Aead => ({
  seal: (key, nonce, aad, plain) => hpke.encryptAead(key, nonce, aad, plain),
  open: (key, nonce, aad, sealed) => hpke.decryptAead(key, nonce, aad, sealed),
});

const buffer = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer;

/** What seals path secrets and Welcomes: another implementation than the one of messages. */
const inHpke: Aead = {
  seal: async (key, nonce, aad, plain) =>
    new Uint8Array(
      await new Chacha20Poly1305()
        .createEncryptionContext(buffer(key))
        .seal(buffer(nonce), buffer(plain), buffer(aad)),
    ),
  open: async (key, nonce, aad, sealed) =>
    new Uint8Array(
      await new Chacha20Poly1305()
        .createEncryptionContext(buffer(key))
        .open(buffer(nonce), buffer(sealed), buffer(aad)),
    ),
};

const CHACHA: Record<string, Aead> = { mls: inMls(await loadSuite(native)), hpke: inHpke };
const AES_128: Record<string, Aead> = {
  mls: inMls(await loadSuite(native, 'MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519')),
};

interface Group {
  ivSize: number;
  keySize: number;
  tests: {
    tcId: number;
    key: string;
    iv: string;
    aad: string;
    msg: string;
    ct: string;
    tag: string;
    result: 'valid' | 'invalid';
  }[];
}

/** What is opened, or `refused`, whatever the error. */
const outcome = async (act: () => Promise<Uint8Array>): Promise<string> => {
  try {
    return Buffer.from(await act()).toString('hex');
  } catch {
    return 'refused';
  }
};

/** No file has an "acceptable" case. `onlyNonces`: of so many bits. Gives how many were decided. */
const runAll = async (
  file: string,
  keySize: number,
  ciphers: Record<string, Aead>,
  onlyNonces?: number,
): Promise<number> => {
  let decided = 0;
  for (const group of readVectors<Wycheproof<Group>>(file).testGroups) {
    if (group.keySize !== keySize || (onlyNonces !== undefined && group.ivSize !== onlyNonces)) continue;
    for (const test of group.tests) {
      const [key, nonce, aad, plain] = [hex(test.key), hex(test.iv), hex(test.aad), hex(test.msg)];
      for (const [name, { seal, open }] of Object.entries(ciphers)) {
        const sealed = test.ct + test.tag;
        const opened = await outcome(() => open(key, nonce, aad, hex(sealed)));
        expect(opened, `tcId ${test.tcId} in ${name}`).toBe(test.result === 'valid' ? test.msg : 'refused');
        if (test.result !== 'valid') continue;
        const made = await outcome(() => seal(key, nonce, aad, plain));
        expect(made, `tcId ${test.tcId} in ${name}`).toBe(sealed);
      }
      decided++;
    }
  }
  return decided;
};

describe.skipIf(!hasVectors('wycheproof/chacha20_poly1305_test.json', 'wycheproof/aes_gcm_test.json'))(
  '[X2] Wycheproof ciphers of MLS',
  () => {
    it('ChaCha20-Poly1305, where messages are sealed and where HPKE seals', async () => {
      expect(await runAll('wycheproof/chacha20_poly1305_test.json', 256, CHACHA)).toBe(325);
    });

    it('AES-128-GCM, of the suite that is not the default', async () => {
      // MLS has nonces of 96 bits; others are refused by some implementations of WebCrypto and taken by some.
      expect(await runAll('wycheproof/aes_gcm_test.json', 128, AES_128, 96)).toBe(67);
    });
  },
);

describe('ciphers of MLS', () => {
  it('property: both ChaCha20-Poly1305 give the same bytes at every length, and refuse alike', async () => {
    const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
    const { mls, hpke } = CHACHA as { mls: Aead; hpke: Aead };
    await fc.assert(
      fc.asyncProperty(
        bytes(32),
        bytes(12),
        fc.uint8Array({ maxLength: 40 }),
        fc.oneof(fc.uint8Array({ maxLength: 20 }), fc.uint8Array({ maxLength: 300 })),
        fc.nat(),
        async (key, nonce, aad, plain, at) => {
          const sealed = await mls.seal(key, nonce, aad, plain);
          expect(await hpke.seal(key, nonce, aad, plain)).toEqual(sealed);
          const damaged = sealed.slice();
          damaged[at % damaged.length] = (damaged[at % damaged.length] as number) ^ 0x80;
          for (const { open } of [mls, hpke]) {
            expect(await open(key, nonce, aad, sealed)).toEqual(plain);
            expect(await outcome(() => open(key, nonce, aad, damaged))).toBe('refused');
            expect(await outcome(() => open(key, nonce, aad, sealed.subarray(0, at % 16)))).toBe('refused');
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});
