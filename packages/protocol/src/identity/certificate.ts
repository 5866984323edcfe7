/**
 * A device certificate: an account's root key says that a device is its own, and the device says so too. Without the
 * device's own signature a root could certify somebody else's device and take credit for what it writes.
 *
 *   deterministic CBOR { account, device, boxKey, leafKey, issuedAt, version } | root signature 64 | device signature 64
 */
import { z } from 'zod';
import { concatBytes, equalBytes, utf8 } from '../bytes.ts';
import { readCbor, writeCbor } from '../cbor.ts';
import { SIGNATURE_BYTES } from '../entry/entry.ts';
import { plexiError } from '../errors.ts';
import { fixedBytes, idField, msField } from '../fields.ts';
import { type AccountId, type DeviceId, idFromBytes, idToBytes } from '../ids.ts';
import { LIMITS } from '../limits.ts';
import type { Primitives } from '../primitives.ts';

export interface Certificate {
  account: AccountId;
  device: DeviceId;
  /** X25519 public key, 32 bytes. */
  boxKey: Uint8Array;
  /** Ed25519 public key that signs the device's MLS leaves, 32 bytes; never the device key itself [L1]. */
  leafKey: Uint8Array;
  /** Milliseconds since 1970. Of two devices of an account, the later certified one may remove the other [G8]. */
  issuedAt: number;
}

/** [G8] Which of two devices of an account took the recovery phrase later: that one may put the other out. */
export const isCertifiedAfter = (one: Certificate, other: Certificate): boolean =>
  one.issuedAt === other.issuedAt ? one.device > other.device : one.issuedAt > other.issuedAt;

export interface CertificateSecrets {
  /** The account's root: Ed25519 seed, 32 bytes. */
  accountSecretKey: Uint8Array;
  /** The device's key: Ed25519 seed, 32 bytes. */
  deviceSecretKey: Uint8Array;
}

const ROOT_CONTEXT = utf8('plexi/certificate/1\0');
const DEVICE_CONTEXT = utf8('plexi/certificate-device/1\0');

const Statement = z.strictObject({
  version: z.literal(1),
  account: idField<AccountId>(),
  device: idField<DeviceId>(),
  boxKey: fixedBytes(32),
  leafKey: fixedBytes(32),
  issuedAt: msField,
});

/** Certifies the device whose key is at hand for the account whose root is at hand. */
export const issueCertificate = (
  primitives: Primitives,
  fields: Pick<Certificate, 'boxKey' | 'leafKey' | 'issuedAt'>,
  secrets: CertificateSecrets,
): Uint8Array => {
  const statement = writeCbor(Statement, {
    version: 1,
    account: idFromBytes<AccountId>(primitives.publicKeyOf(secrets.accountSecretKey)),
    device: idFromBytes<DeviceId>(primitives.publicKeyOf(secrets.deviceSecretKey)),
    ...fields,
  });
  return concatBytes(
    statement,
    primitives.sign(concatBytes(ROOT_CONTEXT, statement), secrets.accountSecretKey),
    primitives.sign(concatBytes(DEVICE_CONTEXT, statement), secrets.deviceSecretKey),
  );
};

/** What a certificate says, whether or not it is signed. Throws CERTIFICATE_INVALID. */
export const statementIn = (bytes: Uint8Array): { certificate: Certificate; statement: Uint8Array } => {
  const end = bytes.length - 2 * SIGNATURE_BYTES;
  if (end < 0 || bytes.length > LIMITS.certificateBytes)
    throw plexiError('CERTIFICATE_INVALID', { detail: 'length' });
  const statement = bytes.subarray(0, end);
  const { version: _, ...certificate } = readCbor(
    Statement,
    statement,
    LIMITS.certificateBytes,
    'CERTIFICATE_INVALID',
  );
  return { certificate, statement };
};

/** Parses a certificate and verifies both signatures. Throws CERTIFICATE_INVALID. */
export const readCertificate = (primitives: Primitives, bytes: Uint8Array): Certificate => {
  const { certificate, statement } = statementIn(bytes);
  const end = statement.length;
  const account = idToBytes(certificate.account);
  const device = idToBytes(certificate.device);
  if (equalBytes(certificate.leafKey, device) || equalBytes(device, account)) {
    throw plexiError('CERTIFICATE_INVALID', { detail: 'one key for two purposes' });
  }
  const root = bytes.subarray(end, end + SIGNATURE_BYTES);
  if (!primitives.verify(root, concatBytes(ROOT_CONTEXT, statement), account)) {
    throw plexiError('CERTIFICATE_INVALID', { detail: "the account's signature" });
  }
  if (
    !primitives.verify(bytes.subarray(end + SIGNATURE_BYTES), concatBytes(DEVICE_CONTEXT, statement), device)
  ) {
    throw plexiError('CERTIFICATE_INVALID', { detail: "the device's signature" });
  }
  return certificate;
};
