/**
 * Where members' devices can be reached, told to members only: sealed under the present epoch, so that a relay passes on
 * what it cannot read.
 */
import { openWith, sealWith } from '@plexi/crypto/sealing';
import {
  type DeviceId,
  type EpochId,
  ID_BYTES,
  LIMITS,
  type Primitives,
  addressField,
  concatBytes,
  encodeCbor,
  idFromBytes,
  idToBytes,
  readCbor,
  utf8,
} from '@plexi/protocol';
import { z } from 'zod';
import type { SpaceKeys } from '../space/keys.ts';

const CONTEXT = utf8('plexi/address/1\0');
const addressesShape = z.array(addressField).max(LIMITS.relayAddresses);

const keyFor = (primitives: Primitives, secret: Uint8Array, device: DeviceId): Uint8Array =>
  primitives.hmacSha256(secret, concatBytes(CONTEXT, idToBytes(device)));

/** A device's addresses, sealed to the members of a space. */
export const sealAddresses = (
  primitives: Primitives,
  keys: SpaceKeys,
  device: DeviceId,
  addresses: readonly string[],
): Uint8Array => {
  const { epoch, secret } = keys.sealing();
  const plain = encodeCbor(addresses.slice(0, LIMITS.relayAddresses));
  return concatBytes(idToBytes(epoch), sealWith(primitives, keyFor(primitives, secret, device), plain));
};

/** Opens them; none where they are not ours to open or say nothing usable. */
export const openAddresses = (
  primitives: Primitives,
  keys: SpaceKeys,
  device: DeviceId,
  sealed: Uint8Array,
): string[] => {
  if (sealed.length <= ID_BYTES) return [];
  const secret = keys.secret(idFromBytes<EpochId>(sealed.subarray(0, ID_BYTES)));
  const plain = secret && openWith(primitives, keyFor(primitives, secret, device), sealed.subarray(ID_BYTES));
  if (plain === undefined) return [];
  try {
    return readCbor(addressesShape, plain, 4096);
  } catch {
    return [];
  }
};
