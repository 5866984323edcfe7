/** Points and signatures at the edges of Ed25519: of small order, in other spellings, true up to a small-order part. */
import { createHash } from 'node:crypto';
import { ed25519 } from '@noble/curves/ed25519.js';

export const { Point } = ed25519;
export const ORDER = Point.Fn.ORDER;
export const PRIME = 2n ** 255n - 19n;

export const toLittleEndian = (value: bigint): Uint8Array => {
  const bytes = new Uint8Array(32);
  for (let i = 0, rest = value; i < 32; i++, rest >>= 8n) bytes[i] = Number(rest & 255n);
  return bytes;
};
export const fromLittleEndian = (bytes: Uint8Array): bigint =>
  bytes.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);

export type CurvePoint = InstanceType<typeof Point>;

/** The eight points of small order, found by climbing up from one of order 8. */
export const TORSION = ((): CurvePoint[] => {
  const generator = Point.fromHex('c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a', true);
  const points = [Point.ZERO];
  while (points.length < 8) points.push((points.at(-1) as CurvePoint).add(generator));
  return points;
})();

/** A signature whose equation holds up to small-order parts, made from scalars so that A and R can be anything. */
export const forge = (
  a: bigint,
  r: bigint,
  torsionA: CurvePoint,
  torsionR: CurvePoint,
  message: Uint8Array,
) => {
  const key = Point.BASE.multiply(a).add(torsionA).toBytes();
  const commitment = Point.BASE.multiply(r).add(torsionR).toBytes();
  const digest = createHash('sha512').update(commitment).update(key).update(message).digest();
  const challenge = fromLittleEndian(digest) % ORDER;
  const scalar = (r + challenge * a) % ORDER;
  const signature = new Uint8Array(64);
  signature.set(commitment);
  signature.set(toLittleEndian(scalar), 32);
  // Cofactorless: S*B = R + h*A exactly, so the small-order parts must cancel by themselves.
  const rest = torsionR.add(
    Array.from({ length: Number(challenge % 8n) }).reduce<CurvePoint>((sum) => sum.add(torsionA), Point.ZERO),
  );
  return { key, signature, holds: rest.equals(Point.ZERO) };
};
