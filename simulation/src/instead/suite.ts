/**
 * The key groups' cipher suite: the real one, or a model of it with public-key sealing that costs a hash. What it models holds
 * all the same: only who has the private key opens what is sealed to the public one.
 */
import type { Primitives } from '@plexi/protocol';
import {
  DEFAULT_SUITE,
  loadSuite as loadRealSuite,
  type SuiteName,
} from '../../../packages/crypto/src/key-group/suite.ts';
import { isModelled, lifeHere } from '../machine/machine.ts';
import { rememberExporter } from '../world/memories.ts';

export { DEFAULT_SUITE, type SuiteName };

type Suite = Awaited<ReturnType<typeof loadRealSuite>>;
type Hpke = Suite['hpke'];

interface ModelKey {
  bytes: Uint8Array;
}

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const BOX_NONCE = new Uint8Array(24);

const encoder = new TextEncoder();
const join = (...parts: Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));
/** Turns a secret key into its public one and back: the model's own secret. No node's code asks for it. */
const turned = (key: Uint8Array, mask: Uint8Array): Uint8Array => key.map((byte, i) => byte ^ (mask[i] ?? 0));

const modelHpke = (primitives: Primitives): Hpke => {
  const hash = (label: string, ...parts: Uint8Array[]): Uint8Array =>
    primitives.sha256(join(encoder.encode(label), ...parts));
  const asKey = (bytes: Uint8Array) => ({ bytes }) as unknown as never;
  const bytesOf = (key: unknown): Uint8Array => (key as ModelKey).bytes;

  const mask = hash('public');
  const pairOf = (secret: Uint8Array) => ({
    privateKey: asKey(secret),
    publicKey: asKey(turned(secret, mask)),
  });
  const drawn = (): Uint8Array => primitives.randomBytes(KEY_BYTES);
  /** What both sides know. */
  const shared = (secret: Uint8Array, enc: Uint8Array, info: Uint8Array): Uint8Array =>
    hash('shared', secret, enc, info);
  const sharedWith = (publicKey: unknown, enc: Uint8Array, info: Uint8Array): Uint8Array =>
    shared(turned(bytesOf(publicKey), mask), enc, info);

  const box = (key: Uint8Array, aad: Uint8Array | undefined, plain: Uint8Array): Uint8Array =>
    primitives.secretbox(plain, BOX_NONCE, hash('box', key, aad ?? new Uint8Array()));
  const unbox = (key: Uint8Array, aad: Uint8Array | undefined, sealed: Uint8Array): Uint8Array => {
    const plain = primitives.secretboxOpen(sealed, BOX_NONCE, hash('box', key, aad ?? new Uint8Array()));
    if (plain === undefined) throw new TypeError('not sealed to this key');
    return plain;
  };
  const stretch = (key: Uint8Array, context: Uint8Array, length: number): Uint8Array =>
    hash('export', key, context).slice(0, length);

  return {
    keyLength: KEY_BYTES,
    nonceLength: NONCE_BYTES,
    generateKeyPair: async () => pairOf(drawn()),
    deriveKeyPair: async (material) => pairOf(hash('derive', material)),
    importPrivateKey: async (bytes) => asKey(bytes),
    importPublicKey: async (bytes) => asKey(bytes),
    exportPrivateKey: async (key) => bytesOf(key),
    exportPublicKey: async (key) => bytesOf(key),
    seal: async (publicKey, plain, info, aad) => {
      const enc = drawn();
      return { enc, ct: box(sharedWith(publicKey, enc, info), aad, plain) };
    },
    open: async (privateKey, enc, sealed, info, aad) =>
      unbox(shared(bytesOf(privateKey), enc, info), aad, sealed),
    exportSecret: async (publicKey, context, length, info) => {
      const enc = drawn();
      return { enc, secret: stretch(sharedWith(publicKey, enc, info), context, length) };
    },
    importSecret: async (privateKey, context, enc, length, info) =>
      stretch(shared(bytesOf(privateKey), enc, info), context, length),
    encryptAead: async (key, nonce, aad, plain) => box(join(key, nonce), aad, plain),
    decryptAead: async (key, nonce, aad, sealed) => unbox(join(key, nonce), aad, sealed),
  };
};

/** How RFC 9420 (section 8) derives an epoch's exporter secret: 32 bytes, the label, no context. */
const EXPORTER = join(
  Uint8Array.of(0, KEY_BYTES, 'MLS 1.0 exporter'.length),
  encoder.encode('MLS 1.0 exporter'),
  Uint8Array.of(0),
);

/** Reads along what a device's epochs export their secrets from, whatever becomes of them in its memory. */
const readAlong = (kdf: Suite['kdf']): Suite['kdf'] => ({
  ...kdf,
  expand: (key, info, length) => {
    const derived = kdf.expand(key, info, length);
    const node = lifeHere()?.node;
    if (node !== undefined && Buffer.compare(info, EXPORTER) === 0)
      void derived.then((secret) => rememberExporter(node, secret));
    return derived;
  },
});

export const loadSuite = async (primitives: Primitives, name: SuiteName = DEFAULT_SUITE): Promise<Suite> => {
  const suite = await loadRealSuite(primitives, name);
  const kdf = readAlong(suite.kdf);
  return isModelled() ? { ...suite, kdf, hpke: modelHpke(primitives) } : { ...suite, kdf };
};
