import { createPrivateKey, createPublicKey, diffieHellman } from 'node:crypto';
import { x25519 } from '@noble/curves/ed25519.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadSuite } from '../src/key-group/suite.ts';
import { nativePrimitives as native } from '../src/native/native.ts';
import { openToDevice, sealMail, sealToDevices } from '../src/sealing/index.ts';
import { attempt, base64, hasVectors, hex, readVectors, type Wycheproof } from './vectors.ts';

const LONG = process.env['PLEXI_LONG'] !== undefined;
const PKCS8 = Buffer.from('302e020100300506032b656e04220420', 'hex');
const SPKI = Buffer.from('302a300506032b656e032100', 'hex');
const der = (prefix: Buffer, key: Uint8Array) => ({
  key: Buffer.concat([prefix, key]),
  format: 'der' as const,
});

/** What shares a secret in the product: mail and sealed shares; HPKE of MLS; Noise. `undefined` where it refuses. */
const SHARE: Record<
  string,
  (secretKey: Uint8Array, publicKey: Uint8Array) => Promise<Uint8Array | undefined>
> = {
  noble: (secretKey, publicKey) =>
    Promise.resolve(attempt(() => x25519.getSharedSecret(secretKey, publicKey))),
  webCrypto: async (secretKey, publicKey) => {
    const { subtle } = globalThis.crypto;
    const name = { name: 'X25519' };
    const bits = ['deriveBits'] as const;
    try {
      const own = await subtle.importKey('pkcs8', Buffer.concat([PKCS8, secretKey]), name, false, [...bits]);
      const theirs = await subtle.importKey('raw', new Uint8Array(publicKey), name, false, []);
      return new Uint8Array(await subtle.deriveBits({ name: 'X25519', public: theirs }, own, 256));
    } catch {
      return undefined;
    }
  },
  openSsl: (secretKey, publicKey) =>
    Promise.resolve(
      attempt(() =>
        Uint8Array.from(
          diffieHellman({
            privateKey: createPrivateKey({ ...der(PKCS8, secretKey), type: 'pkcs8' }),
            publicKey: createPublicKey({ ...der(SPKI, publicKey), type: 'spki' }),
          }),
        ),
      ),
    ),
};

/**
 * What Wycheproof leaves open, by its flags, decided. A case is refused where one of its flags is. Refusing is the rule of RFC
 * 9180 (section 7.1.4) and of RFC 7748 (section 6.1, which leaves it to whoever needs both sides to contribute): we do, since
 * a one-time key of small order would let anybody open what is sealed.
 */
const ACCEPTABLE: Record<string, { accepted: boolean; because: string }> = {
  ZeroSharedSecret: { accepted: false, because: 'nobody needs a key to know it' },
  LowOrderPublic: { accepted: false, because: 'gives the zero secret, whatever the other key' },
  SmallPublicKey: {
    accepted: true,
    because: 'only those of low order are weak, and these have that flag too',
  },
  SpecialPublicKey: { accepted: true, because: 'likewise' },
  NonCanonicalPublic: {
    accepted: true,
    because:
      'RFC 7748 section 5 says so; the wrapping key covers the bytes as sent, so a second spelling opens nothing',
  },
  Twist: { accepted: true, because: 'the curve is twist-secure: nothing of the secret key shows' },
  EdgeCaseShared: { accepted: true, because: 'a secret like any other' },
  EdgeCaseMultiplication: { accepted: true, because: 'tests arithmetic' },
  Ktv: { accepted: true, because: 'a known test vector' },
};

describe.skipIf(!hasVectors('wycheproof/x25519_test.json', 'nacl/nacl_scalarmult.json'))(
  '[X2] X25519 vectors',
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
    it('all three agree on every vector; what is left open is decided by its flags', async () => {
      const { testGroups } = readVectors<Wycheproof<Group>>('wycheproof/x25519_test.json');
      let refused = 0;
      for (const test of testGroups.flatMap((group) => group.tests)) {
        const isOpen = test.result === 'acceptable';
        const decisions = isOpen ? test.flags.map((flag) => ACCEPTABLE[flag]) : [];
        expect(decisions.includes(undefined), `undecided: tcId ${test.tcId}, ${test.flags.join()}`).toBe(
          false,
        );
        const accepted = decisions.every((decision) => decision?.accepted === true);
        if (!accepted) refused++;
        for (const [name, share] of Object.entries(SHARE)) {
          const shared = await share(hex(test.private), hex(test.public));
          expect(shared, `tcId ${test.tcId} in ${name}`).toEqual(accepted ? hex(test.shared) : undefined);
        }
      }
      expect(refused).toBe(31);
    });

    it('public keys and shared secrets are those of NaCl', async () => {
      const vectors = readVectors<string[][]>('nacl/nacl_scalarmult.json');
      for (const vector of vectors.filter((_, i) => LONG || i % 8 === 0)) {
        const [ours, secretKey, theirs, , shared] = vector.map(base64) as [
          Uint8Array,
          Uint8Array,
          Uint8Array,
          Uint8Array,
          Uint8Array,
        ];
        expect(x25519.getPublicKey(secretKey)).toEqual(ours);
        for (const share of Object.values(SHARE)) expect(await share(secretKey, theirs)).toEqual(shared);
      }
    });
  },
);

/** Encodings at the edges of the field: around zero, p and 2^255, with and without the bit that is masked. */
const EDGES = [0n, 1n, 2n, 9n, 18n, 19n].flatMap((step) =>
  [
    step,
    2n ** 255n - 19n + step,
    2n ** 255n - 19n - step,
    2n ** 255n - 1n - step,
    2n ** 256n - 1n - step,
  ].map((value) => {
    const bytes = new Uint8Array(32);
    for (let i = 0, rest = value; i < 32; i++, rest >>= 8n) bytes[i] = Number(rest & 255n);
    return bytes;
  }),
);

/** The five public keys of small order that have a canonical encoding, little-endian (RFC 7748 section 6.1, cr.yp.to/ecdh.html). */
const SMALL_ORDER = [
  '00'.repeat(32),
  `01${'00'.repeat(31)}`,
  'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
  '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157',
  `ec${'ff'.repeat(30)}7f`,
].map(hex);

describe('X25519 implementations', () => {
  const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });

  it('property: agree on random keys and on encodings at the edges', async () => {
    await fc.assert(
      fc.asyncProperty(
        bytes(32),
        fc.oneof(bytes(32), fc.constantFrom(...EDGES)),
        async (secretKey, publicKey) => {
          const expected = await SHARE['noble']?.(secretKey, publicKey);
          for (const share of Object.values(SHARE))
            expect(await share(secretKey, publicKey)).toEqual(expected);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('refuse keys of small order and of another length, in HPKE too', async () => {
    const secretKey = native.randomBytes(32);
    const { hpke } = await loadSuite(native);
    for (const publicKey of SMALL_ORDER) {
      for (const share of Object.values(SHARE)) expect(await share(secretKey, publicKey)).toBeUndefined();
      const imported = await hpke.importPublicKey(publicKey);
      await expect(hpke.seal(imported, new Uint8Array(3), new Uint8Array(0))).rejects.toThrow(/./);
    }
    for (const length of [0, 31, 33, 64])
      for (const share of Object.values(SHARE))
        expect(await share(secretKey, new Uint8Array(length))).toBeUndefined();
  });

  it('nothing is sealed to a device whose key is of small order, and nothing opens that came with one', () => {
    const [boxSecretKey, plain] = [native.randomBytes(32), new Uint8Array([1, 2, 3])];
    const boxKey = x25519.getPublicKey(boxSecretKey);
    for (const weak of SMALL_ORDER) {
      const sealed = sealToDevices(native, 'test\0', [weak, boxKey], plain);
      expect(sealed[32]).toBe(1);
      expect(openToDevice(native, 'test\0', { boxKey, boxSecretKey }, sealed)).toEqual(plain);
      const forged = sealed.slice();
      forged.set(weak);
      expect(openToDevice(native, 'test\0', { boxKey, boxSecretKey }, forged)).toBeUndefined();
      expect(sealMail(native, [weak], plain).length).toBe(sealMail(native, [], plain).length);
    }
  });
});
