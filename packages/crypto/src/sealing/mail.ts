/**
 * What is meant for certain devices alone, within what a whole space can open: a fresh key seals the words, and is itself sealed
 * to each device's X25519 key. Nothing says whom it is for: a device tries.
 *
 *   ephemeral X25519 public key 32 | number of boxes 1 | the key, sealed to each: 48 bytes each | nonce and box of the words
 *
 * A box's key is HKDF-SHA-256 of the Diffie-Hellman secret under both public keys: it is used once, so its nonce is zeros.
 */
import { x25519 } from '@noble/curves/ed25519.js';
import { concatBytes, LIMITS, type Primitives, plexiError, utf8 } from '@plexi/protocol';
import { deriveKey } from '../primitives/hkdf.ts';
import { openWith, sealWith } from './box.ts';

const CONTEXT = utf8('plexi/mail/1\0');
const KEY_BYTES = 32;
const BOX_BYTES = KEY_BYTES + 16;
const NONCE = new Uint8Array(24);
/** So many boxes at least, and then powers of two: how many are real is not to be read from outside. */
const FEWEST_BOXES = 8;
const NO_SALT = new Uint8Array(0);

/** The key of one box; `undefined` for a public key that no honest device has. */
const boxKeyOf = (
  primitives: Primitives,
  secretKey: Uint8Array,
  parts: { theirs: Uint8Array; ephemeral: Uint8Array; recipient: Uint8Array },
): Uint8Array | undefined => {
  try {
    const shared = x25519.getSharedSecret(secretKey, parts.theirs);
    return deriveKey(primitives, shared, NO_SALT, concatBytes(CONTEXT, parts.ephemeral, parts.recipient));
  } catch {
    return undefined;
  }
};

const boxesFor = (recipients: number): number => {
  let boxes = FEWEST_BOXES;
  while (boxes < recipients) boxes *= 2;
  return boxes;
};

/** Seals words to the devices with these X25519 public keys. Throws TOO_LARGE. */
export const sealMail = (
  primitives: Primitives,
  recipients: readonly Uint8Array[],
  plain: Uint8Array,
): Uint8Array => {
  if (recipients.length > LIMITS.mailRecipients)
    throw plexiError('TOO_LARGE', { detail: 'devices of a mail' });
  const secretKey = primitives.randomBytes(KEY_BYTES);
  const ephemeral = x25519.getPublicKey(secretKey);
  const key = primitives.randomBytes(KEY_BYTES);
  const real = recipients.flatMap((recipient) => {
    const boxKey = boxKeyOf(primitives, secretKey, { theirs: recipient, ephemeral, recipient });
    return boxKey === undefined ? [] : [primitives.secretbox(key, NONCE, boxKey)];
  });
  const dummies = Array.from({ length: boxesFor(real.length) - real.length }, () =>
    primitives.randomBytes(BOX_BYTES),
  );
  const boxes = [...real, ...dummies];
  const mail = concatBytes(
    ephemeral,
    new Uint8Array([boxes.length]),
    ...boxes,
    sealWith(primitives, key, plain),
  );
  if (mail.length > LIMITS.mailBytes) throw plexiError('TOO_LARGE', { detail: 'mail' });
  return mail;
};

/** What a mail says, where it is for the device with this X25519 secret key; else `undefined`. */
export const openMail = (
  primitives: Primitives,
  boxSecretKey: Uint8Array,
  mail: Uint8Array,
): Uint8Array | undefined => {
  const count = mail[KEY_BYTES] ?? 0;
  const end = KEY_BYTES + 1 + count * BOX_BYTES;
  if (mail.length > LIMITS.mailBytes || count > LIMITS.mailRecipients || mail.length <= end) return undefined;
  const ephemeral = mail.slice(0, KEY_BYTES);
  const recipient = x25519.getPublicKey(boxSecretKey);
  const boxKey = boxKeyOf(primitives, boxSecretKey, { theirs: ephemeral, ephemeral, recipient });
  if (boxKey === undefined) return undefined;
  for (let at = KEY_BYTES + 1; at < end; at += BOX_BYTES) {
    const key = primitives.secretboxOpen(mail.subarray(at, at + BOX_BYTES), NONCE, boxKey);
    if (key !== undefined) return openWith(primitives, key, mail.subarray(end));
  }
  return undefined;
};
