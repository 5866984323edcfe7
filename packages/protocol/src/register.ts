/**
 * [C4] A register: the newest thing that a device says under a name (a slot). It replaces the one before, is kept by relays
 * and members, and is no part of a log.
 *
 *   version 1 | device 32 | slot length 1 | slot | clock 8 | sealed body | signature 64
 *
 * The signature covers the context, the space and everything before it. Slots that begin with `account/` are for the
 * account's own devices: nobody else is sent them.
 */
import { concatBytes, toHex, utf8 } from './bytes.ts';
import { type Hlc, isHlc } from './clock.ts';
import { SIGNATURE_BYTES } from './entry/entry.ts';
import { plexiError } from './errors.ts';
import { type DeviceId, ID_BYTES, idFromBytes, idToBytes, type SpaceId } from './ids.ts';
import { LIMITS } from './limits.ts';
import type { Primitives } from './primitives.ts';

const CONTEXT = utf8('plexi/register/1\0');
const VERSION = 1;
const CLOCK_BYTES = 8;
const SLOT = /^[a-z0-9][a-z0-9/.-]*$/;
const PRIVATE = 'account/';

export interface Register {
  device: DeviceId;
  /** Lower-case ASCII letters, digits and `/.-`. */
  slot: string;
  clock: Hlc;
  sealed: Uint8Array;
  /** SHA-256 of its bytes, hexadecimal: of two with one clock the higher counts. */
  hash: string;
}

/** What a peer says to have, without the body. */
export type RegisterHead = Pick<Register, 'device' | 'slot' | 'clock' | 'hash'>;

/** Whether only the account's own devices, and relays for them, are sent what is in this slot. */
export const isPrivateSlot = (slot: string): boolean => slot.startsWith(PRIVATE);

export const isSlot = (slot: string): boolean => slot.length <= LIMITS.registerSlotBytes && SLOT.test(slot);

/** Whether `a` replaces `b`: the order is total, so every peer keeps the same one. */
export const replaces = (
  a: Pick<Register, 'clock' | 'hash'>,
  b: Pick<Register, 'clock' | 'hash'> | undefined,
): boolean => b === undefined || a.clock > b.clock || (a.clock === b.clock && a.hash > b.hash);

/** Writes and signs a register. Throws TOO_LARGE. */
export const writeRegister = (
  primitives: Primitives,
  space: SpaceId,
  fields: Pick<Register, 'slot' | 'clock' | 'sealed'>,
  deviceSecretKey: Uint8Array,
): Uint8Array => {
  if (!isSlot(fields.slot) || fields.sealed.length > LIMITS.registerBytes)
    throw plexiError('TOO_LARGE', { detail: 'register' });
  const slot = utf8(fields.slot);
  const clock = new Uint8Array(CLOCK_BYTES);
  new DataView(clock.buffer).setBigUint64(0, BigInt(fields.clock));
  const body = concatBytes(
    new Uint8Array([VERSION]),
    primitives.publicKeyOf(deviceSecretKey),
    new Uint8Array([slot.length]),
    slot,
    clock,
    fields.sealed,
  );
  return concatBytes(body, primitives.sign(concatBytes(CONTEXT, idToBytes(space), body), deviceSecretKey));
};

/** Parses a register; its signature is `isSignedRegister`'s question. Throws FRAME_INVALID. */
export const readRegister = (primitives: Primitives, bytes: Uint8Array): Register => {
  const invalid = (detail: string) => plexiError('FRAME_INVALID', { detail: `register: ${detail}` });
  const slotAt = 1 + ID_BYTES + 1;
  const clockAt = slotAt + (bytes[slotAt - 1] ?? 0);
  const bodyAt = clockAt + CLOCK_BYTES;
  const end = bytes.length - SIGNATURE_BYTES;
  if (bytes[0] !== VERSION || end < bodyAt) throw invalid('length');
  if (end - bodyAt > LIMITS.registerBytes) throw plexiError('FRAME_OVERSIZED', { detail: 'register' });
  const slot = String.fromCharCode(...bytes.subarray(slotAt, clockAt));
  if (!isSlot(slot)) throw invalid('slot');
  const clock = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(clockAt));
  if (!isHlc(clock)) throw invalid('clock');
  return {
    device: idFromBytes<DeviceId>(bytes.subarray(1, 1 + ID_BYTES)),
    slot,
    clock,
    sealed: bytes.subarray(bodyAt, end),
    hash: toHex(primitives.sha256(bytes)),
  };
};

/** Whether the device that a register names signed it for this space. */
export const isSignedRegister = (
  primitives: Primitives,
  space: SpaceId,
  device: DeviceId,
  bytes: Uint8Array,
): boolean => {
  const end = bytes.length - SIGNATURE_BYTES;
  const signed = concatBytes(CONTEXT, idToBytes(space), bytes.subarray(0, end));
  return primitives.verify(bytes.subarray(end), signed, idToBytes(device));
};

/** Puts a register into a digest over registers, or takes it out again: the exclusive or of their hashes. */
export const toggleRegister = (digest: Uint8Array, hash: string): void => {
  const bytes = idToBytes(hash);
  for (let i = 0; i < ID_BYTES; i++) digest[i] = (digest[i] as number) ^ (bytes[i] as number);
};
