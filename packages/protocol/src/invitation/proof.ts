/**
 * Proof of holding an invite, for connecting: invite public key 32 | signature 64, over the space and both devices, so that
 * whoever receives it can't use it towards anybody else.
 */
import { concatBytes, toHex, utf8 } from '../bytes.ts';
import { SIGNATURE_BYTES } from '../entry/entry.ts';
import { type DeviceId, idToBytes, type SpaceId } from '../ids.ts';
import type { Primitives } from '../primitives.ts';

const CONTEXT = utf8('plexi/invite-proof/1\0');
const KEY_BYTES = 32;
export const INVITE_PROOF_BYTES = KEY_BYTES + SIGNATURE_BYTES;

export interface InviteProofSubject {
  space: SpaceId;
  /** The device that proves. */
  device: DeviceId;
  /** The device that it connects to. */
  peer: DeviceId;
}

const signed = (subject: InviteProofSubject): Uint8Array =>
  concatBytes(CONTEXT, idToBytes(subject.space), idToBytes(subject.device), idToBytes(subject.peer));

/** Proves that whoever speaks as `device` to `peer` holds the invite. */
export const proveInvite = (
  primitives: Primitives,
  inviteSecret: Uint8Array,
  subject: InviteProofSubject,
): Uint8Array =>
  concatBytes(primitives.publicKeyOf(inviteSecret), primitives.sign(signed(subject), inviteSecret));

/** The invite's public key, hexadecimal as governance lists it, or `undefined` where the proof is none for `subject`. */
export const verifyInviteProof = (
  primitives: Primitives,
  proof: Uint8Array,
  subject: InviteProofSubject,
): string | undefined => {
  if (proof.length !== INVITE_PROOF_BYTES) return undefined;
  const key = proof.subarray(0, KEY_BYTES);
  return primitives.verify(proof.subarray(KEY_BYTES), signed(subject), key) ? toHex(key) : undefined;
};
