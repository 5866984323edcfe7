/** Turning a passphrase into a key, slowly on purpose (Argon2id, RFC 9106, one lane, version 1.3). */

export interface StretchCost {
  /** Memory in KiB. */
  memoryKib: number;
  /** Passes over that memory. */
  passes: number;
}

/** 32 bytes from a passphrase and a 16-byte salt. `@plexi/crypto/native` and `/portable` each have one. */
export type Stretch = (passphrase: Uint8Array, salt: Uint8Array, cost: StretchCost) => Uint8Array;
