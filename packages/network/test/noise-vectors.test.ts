import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { asCrypto, defaultCrypto, nodeCrypto, pureJsCrypto } from '@chainsafe/libp2p-noise/crypto';
import { describe, expect, it } from 'vitest';

/** Third-party vectors: from `PLEXI_DATA`, or the `shared/data` folder beside the checkout; never part of it. */
const DATA = join(
  process.env['PLEXI_DATA'] ?? join(import.meta.dirname, '../../../../shared/data'),
  'crypto',
);
const hasVectors = (...files: string[]): boolean => files.every((file) => existsSync(join(DATA, file)));
const readVectors = <Shape>(file: string): Shape =>
  JSON.parse(readFileSync(join(DATA, file), 'utf8')) as Shape;

const hex = (digits: string): Uint8Array => Uint8Array.from(Buffer.from(digits, 'hex'));

interface Bytes {
  subarray(): Uint8Array;
}
const text = (bytes: Bytes): string => Buffer.from(bytes.subarray()).toString('hex');

interface KeyPair {
  publicKey: Uint8Array;
  privateKey: Uint8Array;
}
interface NoiseCrypto {
  generateKeypair: () => KeyPair;
}
interface CipherState {
  encryptWithAd: (ad: Uint8Array, plain: Uint8Array) => Bytes;
  decryptWithAd: (ad: Uint8Array, sealed: Bytes) => Bytes;
}
interface Handshake {
  ss: { h: Uint8Array; split: () => [CipherState, CipherState] };
  writeMessageA: (payload: Uint8Array) => Bytes;
  writeMessageB: (payload: Uint8Array) => Bytes;
  writeMessageC: (payload: Uint8Array) => Bytes;
  readMessageA: (message: Bytes) => Bytes;
  readMessageB: (message: Bytes) => Bytes;
  readMessageC: (message: Bytes) => Bytes;
}

/** The library's handshake from its files: it exports the protocol over a connection only, with keys of its own making. */
const fileOf = (name: string): string => new URL(name, import.meta.resolve('@chainsafe/libp2p-noise')).href;
const { XXHandshakeState } = (await import(fileOf('./protocol.js'))) as {
  XXHandshakeState: new (options: Record<string, unknown>) => Handshake;
};
const { wrapCrypto } = (await import(fileOf('./crypto.js'))) as {
  wrapCrypto: (crypto: typeof defaultCrypto) => NoiseCrypto;
};

const NAME = 'Noise_XX_25519_ChaChaPoly_SHA256';
const NOTHING = new Uint8Array(0);

interface NoiseVector {
  protocol_name: string;
  init_prologue: string;
  init_static: string;
  init_ephemeral: string;
  resp_prologue: string;
  resp_static: string;
  resp_ephemeral: string;
  handshake_hash?: string;
  messages: { payload: string; ciphertext: string }[];
}

const sideOf = (crypto: typeof defaultCrypto, vector: NoiseVector, side: 'init' | 'resp'): Handshake => {
  const ephemeral = crypto.generateX25519KeyPairFromSeed(hex(vector[`${side}_ephemeral`]));
  return new XXHandshakeState({
    // One pair is made in a handshake, and it is the vector's.
    crypto: { ...wrapCrypto(crypto), generateKeypair: () => ephemeral },
    protocolName: NAME,
    initiator: side === 'init',
    prologue: hex(vector[`${side}_prologue`]),
    s: crypto.generateX25519KeyPairFromSeed(hex(vector[`${side}_static`])),
  });
};

const CRYPTO = { default: defaultCrypto, inJavaScript: pureJsCrypto };

describe.skipIf(!hasVectors('noise/cacophony_25519_ChaChaPoly.json', 'noise/snow_25519_ChaChaPoly.json'))(
  '[X2] Noise vectors of two other implementations',
  () => {
    it.each(Object.entries(CRYPTO))('the handshake and what follows it, byte for byte (%s)', (_, crypto) => {
      const vectors = ['cacophony', 'snow']
        .flatMap(
          (name) => readVectors<{ vectors: NoiseVector[] }>(`noise/${name}_25519_ChaChaPoly.json`).vectors,
        )
        .filter((vector) => vector.protocol_name === NAME);
      expect(vectors).toHaveLength(2);
      for (const vector of vectors) {
        const [init, resp] = [sideOf(crypto, vector, 'init'), sideOf(crypto, vector, 'resp')];
        const [first, second, third, ...rest] = vector.messages.map(({ payload, ciphertext }) => ({
          payload: hex(payload),
          ciphertext,
        }));
        if (first === undefined || second === undefined || third === undefined) throw new TypeError('vector');
        const [a, b, c] = [
          init.writeMessageA(first.payload),
          () => resp.writeMessageB(second.payload),
          () => init.writeMessageC(third.payload),
        ] as const;
        expect(text(a)).toBe(first.ciphertext);
        expect(text(resp.readMessageA(a))).toBe(text(first.payload));
        const answer = b();
        expect(text(answer)).toBe(second.ciphertext);
        expect(text(init.readMessageB(answer))).toBe(text(second.payload));
        const last = c();
        expect(text(last)).toBe(third.ciphertext);
        expect(text(resp.readMessageC(last))).toBe(text(third.payload));
        if (vector.handshake_hash !== undefined) expect(text(init.ss.h)).toBe(vector.handshake_hash);
        expect(text(resp.ss.h)).toBe(text(init.ss.h));

        const [sides, others] = [init.ss.split(), resp.ss.split()];
        for (const [i, { payload, ciphertext }] of rest.entries()) {
          // The responder speaks next: with the second of the two ciphers.
          const direction = i % 2 === 0 ? 1 : 0;
          const [writer, reader] = direction === 1 ? [others[1], sides[1]] : [sides[0], others[0]];
          const sealed = writer.encryptWithAd(NOTHING, payload);
          expect(text(sealed)).toBe(ciphertext);
          expect(text(reader.decryptWithAd(NOTHING, sealed))).toBe(text(payload));
        }
      }
    });
  },
);

interface AeadGroup {
  ivSize: number;
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

/**
 * Which of these opens a frame depends on its length, and on being in Electron: they must be one. Decided: the one in WebAssembly
 * refuses associated data of more than 32 bytes, which Noise has not (its handshake hash, or nothing).
 */
const NOISE_AAD_BYTES = 32;
const CIPHERS = { webAssembly: asCrypto, openSsl: nodeCrypto, javaScript: pureJsCrypto };

const outcome = (act: () => Bytes): string => {
  try {
    return text(act());
  } catch {
    return 'refused';
  }
};

describe.skipIf(!hasVectors('wycheproof/chacha20_poly1305_test.json'))(
  '[X2] ChaCha20-Poly1305 of Noise',
  () => {
    it.each(Object.entries(CIPHERS))(
      'decides every vector with a nonce of 96 bits, as Noise has them (%s)',
      (_, crypto) => {
        const groups = readVectors<{ testGroups: AeadGroup[] }>(
          'wycheproof/chacha20_poly1305_test.json',
        ).testGroups;
        const all = groups.filter(({ ivSize }) => ivSize === 96).flatMap((group) => group.tests);
        const isShort = ({ aad }: { aad: string }): boolean => aad.length <= 2 * NOISE_AAD_BYTES;
        const tests = crypto === asCrypto ? all.filter(isShort) : all;
        expect([all.length, tests.length]).toEqual([316, crypto === asCrypto ? 285 : 316]);
        for (const test of tests) {
          const [key, nonce, aad] = [hex(test.key), hex(test.iv), hex(test.aad)];
          const sealed = hex(test.ct + test.tag);
          const opened = outcome(() => crypto.chaCha20Poly1305Decrypt(sealed, nonce, aad, key));
          expect(opened, `tcId ${test.tcId}`).toBe(test.result === 'valid' ? test.msg : 'refused');
          if (test.result !== 'valid') continue;
          const made = outcome(() => crypto.chaCha20Poly1305Encrypt(hex(test.msg), nonce, aad, key));
          expect(made, `tcId ${test.tcId}`).toBe(test.ct + test.tag);
        }
      },
    );
  },
);

describe.skipIf(!hasVectors('wycheproof/x25519_test.json'))('[X2] X25519 of Noise', () => {
  it('a key that gives the zero secret is refused; all others give what they should', () => {
    interface Group {
      tests: { tcId: number; public: string; private: string; shared: string; flags: string[] }[];
    }
    const { testGroups } = readVectors<{ testGroups: Group[] }>('wycheproof/x25519_test.json');
    let refused = 0;
    for (const test of testGroups.flatMap((group) => group.tests)) {
      const shared = outcome(() =>
        defaultCrypto.generateX25519SharedKey(hex(test.private), hex(test.public)),
      );
      const isZero = test.flags.includes('ZeroSharedSecret');
      expect(shared, `tcId ${test.tcId}`).toBe(isZero ? 'refused' : test.shared);
      if (isZero) refused++;
    }
    expect(refused).toBe(31);
  });
});
