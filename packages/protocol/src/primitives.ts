/**
 * What the pure parts need of cryptography and chance, handed in from outside: `@plexi/crypto/native` in Node,
 * `@plexi/crypto/portable` in a browser, both byte for byte the same.
 */
export interface Primitives {
  /** SHA-256 (FIPS 180-4): 32 bytes. */
  sha256(data: Uint8Array): Uint8Array;
  /** HMAC-SHA-256 (RFC 2104): 32 bytes. */
  hmacSha256(key: Uint8Array, data: Uint8Array): Uint8Array;
  /** Ed25519 signature (RFC 8032), 64 bytes, with a 32-byte seed as secret key. */
  sign(message: Uint8Array, secretKey: Uint8Array): Uint8Array;
  /** Ed25519 public key, 32 bytes, of a 32-byte seed. */
  publicKeyOf(secretKey: Uint8Array): Uint8Array;
  /** The one Ed25519 predicate [L3]: canonical encodings, S < L, cofactorless, no small-order key. */
  verify(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean;
  /** XSalsa20-Poly1305 (NaCl secretbox): `plain.length + 16` bytes, behind as many zeros as are asked for. */
  secretbox(plain: Uint8Array, nonce: Uint8Array, key: Uint8Array, zerosBefore?: number): Uint8Array;
  /** Opens a secretbox; `undefined` where it was not made with this key and nonce. */
  secretboxOpen(box: Uint8Array, nonce: Uint8Array, key: Uint8Array): Uint8Array | undefined;
  /** `length` bytes from a cryptographically secure source. */
  randomBytes(length: number): Uint8Array;
}
