/** A device's keys. They never leave it: a restored account makes a new device, so no sequence number is used twice [K7]. */
import { x25519 } from '@noble/curves/ed25519.js';
import { concatBytes, type DeviceId, idFromBytes, type Primitives, plexiError } from '@plexi/protocol';
import { concealSecret, type Secret } from '../secret/secret.ts';

const VERSION = 1;
const KEY_BYTES = 32;

export interface DeviceKeys {
  /** Ed25519 public key, which is also the libp2p identity. */
  device: DeviceId;
  /** Ed25519 seed: entries, receipts, the Noise handshake. */
  secretKey: Secret;
  /** X25519: what is sealed to this device alone. */
  boxKey: Uint8Array;
  boxSecretKey: Secret;
  /** Ed25519, for MLS leaves and nothing else [L1]: MLS signs contents that it frames itself. */
  leafKey: Uint8Array;
  leafSecretKey: Secret;
}

const completeDevice = (
  primitives: Primitives,
  seed: Uint8Array,
  boxSecretKey: Uint8Array,
  leafSeed: Uint8Array,
): DeviceKeys => ({
  device: idFromBytes<DeviceId>(primitives.publicKeyOf(seed)),
  secretKey: concealSecret(seed),
  boxKey: x25519.getPublicKey(boxSecretKey),
  boxSecretKey: concealSecret(boxSecretKey),
  leafKey: primitives.publicKeyOf(leafSeed),
  leafSecretKey: concealSecret(leafSeed),
});

/** Fresh keys for this installation. */
export const createDevice = (primitives: Primitives): DeviceKeys =>
  completeDevice(
    primitives,
    primitives.randomBytes(KEY_BYTES),
    primitives.randomBytes(KEY_BYTES),
    primitives.randomBytes(KEY_BYTES),
  );

/** The secret keys as bytes, for the encrypted store only. */
export const encodeDevice = (keys: DeviceKeys): Uint8Array =>
  concatBytes(
    new Uint8Array([VERSION]),
    keys.secretKey.reveal(),
    keys.boxSecretKey.reveal(),
    keys.leafSecretKey.reveal(),
  );

/** The keys that `encodeDevice` wrote. Throws STORE_CORRUPT. */
export const decodeDevice = (primitives: Primitives, bytes: Uint8Array): DeviceKeys => {
  if (bytes.length !== 1 + 3 * KEY_BYTES || bytes[0] !== VERSION) {
    throw plexiError('STORE_CORRUPT', { detail: 'device keys' });
  }
  const key = (place: number): Uint8Array => bytes.slice(1 + place * KEY_BYTES, 1 + (place + 1) * KEY_BYTES);
  return completeDevice(primitives, key(0), key(1), key(2));
};
