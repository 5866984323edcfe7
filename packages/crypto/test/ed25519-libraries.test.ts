import { createHash, createPublicKey, verify } from 'node:crypto';
import { ed25519 } from '@noble/curves/ed25519.js';
import { getCiphersuiteFromName, getCiphersuiteImpl } from 'ts-mls';
import nacl from 'tweetnacl';
import { describe, expect, it } from 'vitest';
import { DEFAULT_SUITE, loadSuite } from '../src/key-group/suite.ts';
import { nativePrimitives as native } from '../src/native/native.ts';
import sodium from '../src/native/sodium.mjs';
import { portablePrimitives as portable } from '../src/primitives/portable.ts';
import { forge, fromLittleEndian, ORDER, Point, PRIME, TORSION, toLittleEndian } from './edge-points.ts';
import { attempt } from './vectors.ts';

interface Signed {
  signature: Uint8Array;
  message: Uint8Array;
  key: Uint8Array;
}

const SPKI = Buffer.from('302a300506032b6570032100', 'hex');
const ours = await loadSuite(native);
const theirs = await getCiphersuiteImpl(getCiphersuiteFromName(DEFAULT_SUITE));

/** Ours: all that judge entries, acts, receipts and MLS messages. The rest is what libraries would say if they were asked alone. */
const OURS: Record<string, (signed: Signed) => boolean | Promise<boolean>> = {
  native: ({ signature, message, key }) => native.verify(signature, message, key),
  portable: ({ signature, message, key }) => portable.verify(signature, message, key),
  mls: ({ signature, message, key }) => ours.signature.verify(key, message, signature),
};
const ALONE: Record<string, (signed: Signed) => boolean | Promise<boolean>> = {
  libsodium: ({ signature, message, key }) => sodium.crypto_sign_verify_detached(signature, message, key),
  tweetnacl: ({ signature, message, key }) => nacl.sign.detached.verify(message, signature, key),
  // What Noise and libp2p's records are checked with: whom one talks to, never what replicas hold.
  openSsl: ({ signature, message, key }) =>
    attempt(() =>
      verify(
        null,
        message,
        createPublicKey({ key: Buffer.concat([SPKI, key]), format: 'der', type: 'spki' }),
        signature,
      ),
    ) === true,
  noble: ({ signature, message, key }) => attempt(() => ed25519.verify(signature, message, key)) === true,
  'ts-mls by itself': ({ signature, message, key }) =>
    Promise.resolve(theirs.signature.verify(key, message, signature)).catch(() => false),
};

const message = new TextEncoder().encode('the same for everyone');
const seed = new Uint8Array(32).fill(7);
const key = native.publicKeyOf(seed);
const joined = (R: Uint8Array, S: bigint): Uint8Array => {
  const signature = new Uint8Array(64);
  signature.set(R);
  signature.set(toLittleEndian(S), 32);
  return signature;
};
const challenge = (R: Uint8Array, A: Uint8Array): bigint =>
  fromLittleEndian(createHash('sha512').update(R).update(A).update(message).digest()) % ORDER;

const plainSignature = native.sign(message, seed);
const r = 1_234_567n;
const rB = Point.BASE.multiply(r).toBytes();
const a = 12_345_678_901n;
const A = Point.BASE.multiply(a).toBytes();
const identity = Point.ZERO.toBytes();
const otherIdentity = toLittleEndian(PRIME + 1n);

/** A forged signature of this kind for which the strict equation holds, or for which it holds only times eight. */
const mixed = (holds: boolean): Signed => {
  for (let i = 1; ; i++) {
    const torsion = TORSION[1 + (i % 7)] ?? Point.ZERO;
    const made = forge(BigInt(i) * 987_654_321n, BigInt(i) * 123_456_789n, torsion, Point.ZERO, message);
    if (made.holds === holds) return { signature: made.signature, message, key: made.key };
  }
};

const EDGES: Record<string, Signed> = {
  'an honest one': { signature: plainSignature, message, key },
  'S + L': {
    signature: joined(plainSignature.slice(0, 32), fromLittleEndian(plainSignature.slice(32)) + ORDER),
    message,
    key,
  },
  'the identity as key': { signature: joined(rB, r), message, key: identity },
  'its other spelling as key': { signature: joined(rB, r), message, key: otherIdentity },
  'the identity as R': { signature: joined(identity, (challenge(identity, A) * a) % ORDER), message, key: A },
  'its other spelling as R': {
    signature: joined(otherIdentity, (challenge(otherIdentity, A) * a) % ORDER),
    message,
    key: A,
  },
  'a key of mixed order, the equation holds': mixed(true),
  'a key of mixed order, it holds times eight only': mixed(false),
};

/** What ours say, decided: docs/security/primitives.md. Accepting the seventh is harmless, since all do: its owner made its key so. */
const DECIDED = new Set(['an honest one', 'a key of mixed order, the equation holds']);

/** Whoever accepts each when asked alone, with the versions that are installed. */
const ALONE_ACCEPT: Record<string, string[]> = {
  'an honest one': Object.keys(ALONE),
  'S + L': ['tweetnacl'],
  'the identity as key': ['tweetnacl', 'noble'],
  'its other spelling as key': ['tweetnacl', 'noble'],
  'the identity as R': ['tweetnacl', 'noble'],
  'its other spelling as R': [],
  'a key of mixed order, the equation holds': Object.keys(ALONE),
  'a key of mixed order, it holds times eight only': ['noble'],
};

describe('[L3] one rule for signatures', () => {
  it.each(Object.entries(EDGES))(
    '%s: entries, acts and MLS are judged alike, in Node and in browsers',
    async (name, signed) => {
      for (const [implementation, judge] of Object.entries(OURS))
        expect([implementation, await judge(signed)]).toEqual([implementation, DECIDED.has(name)]);
    },
  );

  it('the libraries by themselves part ways, which would fork what replicas hold', async () => {
    const accepting: Record<string, string[]> = {};
    for (const [name, signed] of Object.entries(EDGES)) {
      const by: string[] = [];
      for (const [library, judge] of Object.entries(ALONE)) if (await judge(signed)) by.push(library);
      accepting[name] = by;
    }
    expect(accepting).toEqual(ALONE_ACCEPT);
  });
});
