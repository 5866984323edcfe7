import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nativePrimitives as native } from '../src/native/native.ts';
import { portablePrimitives as portable } from '../src/primitives/portable.ts';
import {
  type CurvePoint,
  forge,
  fromLittleEndian,
  ORDER,
  Point,
  PRIME,
  TORSION,
  toLittleEndian,
} from './edge-points.ts';
import { base64, hasVectors, hex, readVectors, type Wycheproof } from './vectors.ts';

const LONG = process.env['PLEXI_LONG'] !== undefined;

interface EddsaGroup {
  publicKey: { pk: string };
  tests: { tcId: number; msg: string; sig: string; result: 'valid' | 'invalid'; comment: string }[];
}

/** Both verdicts, so that a disagreement shows in a failure's message. */
const verdicts = (signature: Uint8Array, message: Uint8Array, key: Uint8Array) => ({
  native: native.verify(signature, message, key),
  portable: portable.verify(signature, message, key),
});
const ACCEPTED = { native: true, portable: true };
const REFUSED = { native: false, portable: false };

const MESSAGE = new TextEncoder().encode('the same for everyone');
const seedOf = (byte: number): Uint8Array => new Uint8Array(32).fill(byte);

describe.skipIf(!hasVectors('wycheproof/ed25519_test.json'))('[X2] Wycheproof ed25519_test', () => {
  // The file has no "acceptable" case: every vector is decided by its authors, and by both implementations alike.
  it('[L3] both predicates decide all 151 vectors as their authors do', () => {
    const { testGroups } = readVectors<Wycheproof<EddsaGroup>>('wycheproof/ed25519_test.json');
    let decided = 0;
    for (const group of testGroups) {
      for (const test of group.tests) {
        const verdict = verdicts(hex(test.sig), hex(test.msg), hex(group.publicKey.pk));
        expect(verdict, `tcId ${test.tcId} ${test.comment}`).toEqual(
          test.result === 'valid' ? ACCEPTED : REFUSED,
        );
        decided++;
      }
    }
    expect(decided).toBe(151);
  });
});

describe.skipIf(!hasVectors('nacl/nacl_ed25519_sign_input.json'))('[X2] NaCl and RFC 8032 signatures', () => {
  it('both sign byte for byte as NaCl does', () => {
    const vectors = readVectors<[string, string, string][]>('nacl/nacl_ed25519_sign_input.json');
    for (const [i, [secret, text, expected]] of vectors.entries()) {
      const seed = base64(secret).slice(0, 32);
      const [message, signature] = [base64(text), base64(expected).slice(0, 64)];
      expect(native.sign(message, seed)).toEqual(signature);
      // Six milliseconds each in JavaScript.
      if (LONG || i % 12 === 0) expect(portable.sign(message, seed)).toEqual(signature);
      expect(native.publicKeyOf(seed)).toEqual(base64(secret).slice(32));
    }
    expect(vectors).toHaveLength(300);
  });
});

describe('[L3] one Ed25519 predicate', () => {
  const seed = seedOf(7);
  const key = native.publicKeyOf(seed);
  const signature = native.sign(MESSAGE, seed);

  it('refuses S + L, which satisfies the same equation', () => {
    expect(verdicts(signature, MESSAGE, key)).toEqual(ACCEPTED);
    const malleable = signature.slice();
    malleable.set(toLittleEndian(fromLittleEndian(signature.slice(32)) + ORDER), 32);
    expect(verdicts(malleable, MESSAGE, key)).toEqual(REFUSED);
    malleable.set(toLittleEndian(ORDER), 32);
    expect(verdicts(malleable, MESSAGE, key)).toEqual(REFUSED);
  });

  it('refuses every small-order key and every small-order R, in every encoding', () => {
    for (const point of TORSION) {
      const encoded = point.toBytes();
      for (const sign of [0, 0x80]) {
        const small = encoded.slice();
        small[31] = ((small[31] as number) & 0x7f) | sign;
        // S = 0, R = A = small: the equation holds for some messages whatever they say.
        const universal = new Uint8Array(64);
        universal.set(small);
        for (let i = 0; i < 16; i++) {
          expect(verdicts(universal, new Uint8Array([i]), small)).toEqual(REFUSED);
        }
        expect(verdicts(universal, MESSAGE, key)).toEqual(REFUSED);
      }
    }
  });

  it('refuses a small-order R even where the equation holds', () => {
    // r = 0: R is the identity, S = h*a.
    const identity = Point.ZERO.toBytes();
    const a = 12_345_678_901n;
    const publicKey = Point.BASE.multiply(a).toBytes();
    const digest = createHash('sha512').update(identity).update(publicKey).update(MESSAGE).digest();
    const forged = new Uint8Array(64);
    forged.set(identity);
    forged.set(toLittleEndian(((fromLittleEndian(digest) % ORDER) * a) % ORDER), 32);
    expect(verdicts(forged, MESSAGE, publicKey)).toEqual(REFUSED);
  });

  it('refuses small-order keys where the equation holds, also in their other spellings', () => {
    // With A = identity, S = r and R = rB satisfy the equation for every message; with the others, for one in eight.
    const r = 1_234_567n;
    const scalar = new Uint8Array(64);
    scalar.set(Point.BASE.multiply(r).toBytes());
    scalar.set(toLittleEndian(r), 32);
    const aliases = [PRIME, PRIME + 1n].map(toLittleEndian);
    for (const small of [...TORSION.map((point) => point.toBytes()), ...aliases]) {
      for (let i = 0; i < 32; i++) expect(verdicts(scalar, new Uint8Array([i]), small)).toEqual(REFUSED);
    }
  });

  it('refuses non-canonical encodings of A and R', () => {
    for (let y = 0n; y < 19n; y++) {
      const alias = toLittleEndian(PRIME + y);
      for (const sign of [0, 0x80]) {
        alias[31] = ((alias[31] as number) & 0x7f) | sign;
        expect(verdicts(signature, MESSAGE, alias)).toEqual(REFUSED);
        const moved = signature.slice();
        moved.set(alias);
        expect(verdicts(moved, MESSAGE, key)).toEqual(REFUSED);
      }
    }
  });

  it('agrees on mixed-order keys and commitments: exactly the cofactorless equation', () => {
    let accepted = 0;
    for (let i = 1; i <= 40; i++) {
      const torsionA = TORSION[i % 8] as CurvePoint;
      const torsionR = TORSION[(i * 3) % 8] as CurvePoint;
      const message = new Uint8Array([i]);
      const forged = forge(BigInt(i) * 987_654_321n, BigInt(i) * 123_456_789n, torsionA, torsionR, message);
      const expected = forged.holds ? ACCEPTED : REFUSED;
      expect(verdicts(forged.signature, message, forged.key), `case ${i}`).toEqual(expected);
      if (forged.holds && !torsionA.equals(Point.ZERO)) accepted++;
    }
    expect(accepted).toBeGreaterThan(0);
  });

  it('refuses wrong lengths instead of throwing', () => {
    for (const length of [0, 31, 33, 63, 65, 128]) {
      expect(verdicts(new Uint8Array(length), MESSAGE, key)).toEqual(REFUSED);
      expect(verdicts(signature, MESSAGE, new Uint8Array(length))).toEqual(REFUSED);
    }
  });

  it('property: both sign alike, and agree on any damage to key, message or signature', () => {
    const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
    fc.assert(
      fc.property(
        bytes(32),
        fc.uint8Array({ maxLength: 80 }),
        fc.nat(95),
        fc.nat(7),
        (secret, message, at, bit) => {
          const made = native.sign(message, secret);
          expect(portable.sign(message, secret)).toEqual(made);
          const publicKey = portable.publicKeyOf(secret);
          expect(native.publicKeyOf(secret)).toEqual(publicKey);
          expect(verdicts(made, message, publicKey)).toEqual(ACCEPTED);
          const damaged = new Uint8Array(96);
          damaged.set(made);
          damaged.set(publicKey, 64);
          damaged[at] = (damaged[at] as number) ^ (1 << bit);
          expect(verdicts(damaged.slice(0, 64), message, damaged.slice(64))).toEqual(REFUSED);
        },
      ),
      { numRuns: 12 },
    );
  });

  it('a seed that is overwritten signs as what it became', () => {
    const moving = seedOf(1);
    native.sign(MESSAGE, moving);
    moving.fill(2);
    expect(native.sign(MESSAGE, moving)).toEqual(portable.sign(MESSAGE, seedOf(2)));
  });
});
