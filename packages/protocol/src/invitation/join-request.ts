/**
 * [G9] A join request: the joiner signs its certificate and KeyPackage with the invite's key, and all of it with its device
 * key. Any member's device may act on it; what the act needs of it, governance carries.
 *
 *   deterministic CBOR { certificate, invite, keyPackage, space, version } | invite signature 64 | device signature 64
 */
import { z } from 'zod';
import { concatBytes, toHex, utf8 } from '../bytes.ts';
import { readCbor, writeCbor } from '../cbor.ts';
import { SIGNATURE_BYTES } from '../entry/entry.ts';
import { plexiError } from '../errors.ts';
import { boundedBytes, fixedBytes, idField } from '../fields.ts';
import type { Act } from '../governance/act.ts';
import { type Certificate, readCertificate } from '../identity/certificate.ts';
import { idToBytes, type SpaceId } from '../ids.ts';
import { LIMITS } from '../limits.ts';
import type { Primitives } from '../primitives.ts';

const INVITE_CONTEXT = utf8('plexi/invite-join/1\0');
const DEVICE_CONTEXT = utf8('plexi/join/1\0');

const Statement = z.strictObject({
  version: z.literal(1),
  space: idField<SpaceId>(),
  certificate: boundedBytes(LIMITS.certificateBytes),
  keyPackage: boundedBytes(LIMITS.joinRequestBytes),
  invite: fixedBytes(32),
});

export interface JoinRequest {
  space: SpaceId;
  certificate: Certificate;
  /** The MLS KeyPackage as received; the key group parses it. */
  keyPackage: Uint8Array;
  /** The invite's public key, hexadecimal as governance lists it. */
  invite: string;
  /** The act by which any member's device admits the joiner. */
  admission: Extract<Act, { type: 'member.admit' }>;
}

/** What an invite's key signs for a joiner. */
const joinStatement = (
  primitives: Primitives,
  space: SpaceId,
  certificate: Uint8Array,
  keyPackageHash: Uint8Array,
): Uint8Array =>
  concatBytes(INVITE_CONTEXT, idToBytes(space), primitives.sha256(certificate), keyPackageHash);

/** Whether an admission carries the signature of the invite that it names. */
export const isSignedByInvite = (
  primitives: Primitives,
  space: SpaceId,
  act: Extract<Act, { type: 'member.admit' }>,
): boolean =>
  primitives.verify(
    act.inviteSignature,
    joinStatement(primitives, space, act.certificate, act.keyPackageHash),
    act.invite,
  );

export interface JoinRequestOptions {
  space: SpaceId;
  /** The joiner's certificate, encoded. */
  certificate: Uint8Array;
  keyPackage: Uint8Array;
  inviteSecret: Uint8Array;
  deviceSecretKey: Uint8Array;
}

/** Writes a join request. Throws TOO_LARGE where the KeyPackage is beyond any bound. */
export const makeJoinRequest = (primitives: Primitives, options: JoinRequestOptions): Uint8Array => {
  const { space, certificate, keyPackage, inviteSecret, deviceSecretKey } = options;
  const invite = primitives.publicKeyOf(inviteSecret);
  const statement = writeCbor(Statement, { version: 1, space, certificate, keyPackage, invite });
  const inviteSignature = primitives.sign(
    joinStatement(primitives, space, certificate, primitives.sha256(keyPackage)),
    inviteSecret,
  );
  const signed = concatBytes(statement, inviteSignature);
  const request = concatBytes(signed, primitives.sign(concatBytes(DEVICE_CONTEXT, signed), deviceSecretKey));
  if (request.length > LIMITS.joinRequestBytes) throw plexiError('TOO_LARGE', { detail: 'join request' });
  return request;
};

/**
 * Parses a join request and verifies its three signatures. Whether the invite is live is governance's question. Throws
 * INVITE_INVALID, or CERTIFICATE_INVALID.
 */
export const readJoinRequest = (primitives: Primitives, bytes: Uint8Array): JoinRequest => {
  const end = bytes.length - 2 * SIGNATURE_BYTES;
  if (end < 0 || bytes.length > LIMITS.joinRequestBytes)
    throw plexiError('INVITE_INVALID', { detail: 'join request' });
  const statement = readCbor(Statement, bytes.subarray(0, end), LIMITS.joinRequestBytes, 'INVITE_INVALID');
  const certificate = readCertificate(primitives, statement.certificate);
  const admission = {
    type: 'member.admit',
    certificate: statement.certificate,
    invite: statement.invite,
    keyPackageHash: primitives.sha256(statement.keyPackage),
    inviteSignature: bytes.slice(end, end + SIGNATURE_BYTES),
  } as const;
  if (!isSignedByInvite(primitives, statement.space, admission)) {
    throw plexiError('INVITE_INVALID', { detail: "the invite's signature" });
  }
  const signed = concatBytes(DEVICE_CONTEXT, bytes.subarray(0, end + SIGNATURE_BYTES));
  if (!primitives.verify(bytes.subarray(end + SIGNATURE_BYTES), signed, idToBytes(certificate.device))) {
    throw plexiError('INVITE_INVALID', { detail: "the device's signature" });
  }
  const { space, keyPackage } = statement;
  return { space, certificate, keyPackage, invite: toHex(statement.invite), admission };
};
