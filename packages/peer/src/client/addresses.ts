/**
 * Where members' devices can be reached, told to members only: sealed under the present epoch, so that a relay passes on
 * what it cannot read.
 */
import { openWith, sealWith } from '@plexi/crypto/sealing';
import { isRelayed, type Network } from '@plexi/network';
import {
  addressField,
  concatBytes,
  type DeviceId,
  type EpochId,
  encodeCbor,
  ID_BYTES,
  idFromBytes,
  idToBytes,
  LIMITS,
  type Primitives,
  readCbor,
  utf8,
} from '@plexi/protocol';
import { z } from 'zod';
import type { SpaceKeys } from '../space/keys.ts';
import type { Space } from '../space/space.ts';
import type { Session } from '../sync/session-port.ts';

const CONTEXT = utf8('plexi/address/1\0');
const addressesShape = z.array(addressField).max(LIMITS.relayAddresses);

const keyFor = (primitives: Primitives, secret: Uint8Array, device: DeviceId): Uint8Array =>
  primitives.hmacSha256(secret, concatBytes(CONTEXT, idToBytes(device)));

/** A device's addresses, sealed to the members of a space. */
const sealAddresses = (
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
const openAddresses = (
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

export interface AddressTeller {
  /** Tells the other side where this device is, if that is news to it. */
  tell(space: Space, session: Session): void;
  /** Where a member's device can be reached without a relay, by its own word. */
  open(space: Space, device: DeviceId, sealed: Uint8Array): string[];
}

export const createAddressTeller = (
  primitives: Primitives,
  self: DeviceId,
  network: () => Network | undefined,
): AddressTeller => {
  const told = new WeakMap<Session, string>();
  return {
    tell: (space, session) => {
      if (!space.keys.canSeal() || !session.isLive() || session.standing() === 'invited') return;
      const addresses = (network()?.addresses() ?? []).filter((address) => !isRelayed(address));
      const news = `${space.keys.epochNumber()} ${addresses.join(' ')}`;
      if (addresses.length === 0 || told.get(session) === news) return;
      told.set(session, news);
      const sealed = sealAddresses(primitives, space.keys, self, addresses);
      session.send({ kind: 'address', device: self, sealed });
    },
    open: (space, device, sealed) =>
      openAddresses(primitives, space.keys, device, sealed).filter((address) => !isRelayed(address)),
  };
};
