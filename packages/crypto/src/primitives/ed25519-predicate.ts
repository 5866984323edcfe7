/**
 * [L3] What every verifier here refuses before it looks at the equation, so that all of them accept the same signatures.
 *
 * RFC 8032 leaves room: implementations differ in non-canonical encodings, in S >= L, in small-order points and in the
 * cofactor (Chalkias, Garillot, Nikolaenko: "Taming the many EdDSAs", 2020). Ours is the strict end: A and R canonical and
 * not of small order, S < L, and then the cofactorless equation. A key or an R with a small-order component that is not
 * itself of small order stands or falls with the equation, which both libraries evaluate alike.
 */

const SIGNATURE_BYTES = 64;
const KEY_BYTES = 32;

/** The group order L = 2^252 + 27742317777372353535851937790883648493, little-endian. */
const ORDER = [
  0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
];

/** The y coordinates of the eight points of small order, little-endian hexadecimal: y = 0, 1, -1 and the two of order 8. */
const SMALL_ORDER = [
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
].map((text) =>
  Array.from({ length: KEY_BYTES }, (_, i) => Number.parseInt(text.slice(i * 2, i * 2 + 2), 16)),
);

/** Whether the scalar at `at` is below L. */
const isBelowOrder = (bytes: Uint8Array, at: number): boolean => {
  for (let i = KEY_BYTES - 1; i >= 0; i--) {
    const byte = bytes[at + i] as number;
    const bound = ORDER[i] as number;
    if (byte !== bound) return byte < bound;
  }
  return false;
};

/** Whether the y at `at` is below p = 2^255 - 19: the sign bit is not part of it. */
const isCanonical = (bytes: Uint8Array, at: number): boolean => {
  if (((bytes[at + 31] as number) & 0x7f) !== 0x7f) return true;
  for (let i = 30; i > 0; i--) if (bytes[at + i] !== 0xff) return true;
  return (bytes[at] as number) < 0xed;
};

/** Whether the point at `at` is of small order, whichever its sign bit. */
const isSmallOrder = (bytes: Uint8Array, at: number): boolean =>
  SMALL_ORDER.some((point) => {
    for (let i = 0; i < 31; i++) if (bytes[at + i] !== point[i]) return false;
    return ((bytes[at + 31] as number) & 0x7f) === point[31];
  });

/** Whether a signature and a public key are worth checking the equation for. */
export const isStrictlyEncoded = (signature: Uint8Array, publicKey: Uint8Array): boolean =>
  signature.length === SIGNATURE_BYTES &&
  publicKey.length === KEY_BYTES &&
  isBelowOrder(signature, KEY_BYTES) &&
  isCanonical(publicKey, 0) &&
  !isSmallOrder(publicKey, 0) &&
  isCanonical(signature, 0) &&
  !isSmallOrder(signature, 0);
