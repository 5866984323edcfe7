/**
 * A passing word of a device: presence, typing, a cursor. Relays pass it on to members that are connected, and nobody
 * keeps it.
 *
 *   version 1 | device 32 | sequence 6 | signature 64 | sealed body
 *
 * The signature covers the context, the space and all the rest, so that no member speaks for another, whoever passed it
 * on. Sequences are milliseconds since 1970 that only rise: a word that comes again, or late, is let fall.
 */
import { concatBytes, utf8 } from './bytes.ts';
import { SIGNATURE_BYTES } from './entry/entry.ts';
import { plexiError } from './errors.ts';
import { type DeviceId, ID_BYTES, idFromBytes, idToBytes, type SpaceId } from './ids.ts';
import { LIMITS } from './limits.ts';
import type { Primitives } from './primitives.ts';

const CONTEXT = utf8('plexi/ephemeral/1\0');
const VERSION = 1;
const SEQUENCE_BYTES = 6;
const SIGNATURE_AT = 1 + ID_BYTES + SEQUENCE_BYTES;
const BODY_AT = SIGNATURE_AT + SIGNATURE_BYTES;

export interface Ephemeral {
  device: DeviceId;
  sequence: number;
  sealed: Uint8Array;
}

const signedBytes = (space: SpaceId, head: Uint8Array, sealed: Uint8Array): Uint8Array =>
  concatBytes(CONTEXT, idToBytes(space), head, sealed);

/** Writes and signs a passing word. Throws TOO_LARGE. */
export const writeEphemeral = (
  primitives: Primitives,
  space: SpaceId,
  fields: Pick<Ephemeral, 'sequence' | 'sealed'>,
  deviceSecretKey: Uint8Array,
): Uint8Array => {
  if (fields.sealed.length > LIMITS.ephemeralBytes) throw plexiError('TOO_LARGE', { detail: 'ephemeral' });
  const head = new Uint8Array(SIGNATURE_AT);
  head[0] = VERSION;
  head.set(primitives.publicKeyOf(deviceSecretKey), 1);
  const view = new DataView(head.buffer);
  view.setUint16(1 + ID_BYTES, Math.floor(fields.sequence / 2 ** 32));
  view.setUint32(3 + ID_BYTES, fields.sequence % 2 ** 32);
  const signature = primitives.sign(signedBytes(space, head, fields.sealed), deviceSecretKey);
  return concatBytes(head, signature, fields.sealed);
};

/** Parses one; its signature is `isSignedEphemeral`'s question. Throws FRAME_INVALID, FRAME_OVERSIZED. */
export const readEphemeral = (bytes: Uint8Array): Ephemeral => {
  if (bytes[0] !== VERSION || bytes.length < BODY_AT)
    throw plexiError('FRAME_INVALID', { detail: 'ephemeral' });
  if (bytes.length - BODY_AT > LIMITS.ephemeralBytes)
    throw plexiError('FRAME_OVERSIZED', { detail: 'ephemeral' });
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return {
    device: idFromBytes<DeviceId>(bytes.subarray(1, 1 + ID_BYTES)),
    sequence: view.getUint16(1 + ID_BYTES) * 2 ** 32 + view.getUint32(3 + ID_BYTES),
    sealed: bytes.subarray(BODY_AT),
  };
};

/** Whether the device that it names signed it for this space. */
export const isSignedEphemeral = (
  primitives: Primitives,
  space: SpaceId,
  device: DeviceId,
  bytes: Uint8Array,
): boolean =>
  primitives.verify(
    bytes.subarray(SIGNATURE_AT, BODY_AT),
    signedBytes(space, bytes.subarray(0, SIGNATURE_AT), bytes.subarray(BODY_AT)),
    idToBytes(device),
  );
