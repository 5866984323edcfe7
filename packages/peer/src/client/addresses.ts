/**
 * Where members' devices can be reached, told to members only: sealed under the present epoch, so that a relay passes on
 * what it cannot read.
 */
import { isRelayed, type Network } from '@plexi/network';
import {
  addressField,
  type DeviceId,
  encodeCbor,
  LIMITS,
  type Primitives,
  readCbor,
  type Session,
} from '@plexi/protocol';
import { z } from 'zod';
import type { SpaceKeys } from '../space/keys.ts';
import { openToMembers, sealToMembers } from '../space/member-box.ts';
import type { Space } from '../space/space.ts';

const addressesShape = z.array(addressField).max(LIMITS.relayAddresses);

/** A device's addresses, sealed to the members of a space. */
const sealAddresses = (
  primitives: Primitives,
  keys: SpaceKeys,
  device: DeviceId,
  addresses: readonly string[],
): Uint8Array => {
  const plain = encodeCbor(addresses.slice(0, LIMITS.relayAddresses));
  return sealToMembers(primitives, keys, 'address', device, plain);
};

/** Opens them; none where they are not ours to open or say nothing usable. */
const openAddresses = (
  primitives: Primitives,
  keys: SpaceKeys,
  device: DeviceId,
  sealed: Uint8Array,
): string[] => {
  const plain = openToMembers(primitives, keys, 'address', device, sealed);
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
      if (
        space.isQuiet() ||
        !space.keys.canSeal(space.keys.audience) ||
        !session.isLive() ||
        session.standing() === 'invited' ||
        session.standing() === 'early'
      )
        return;
      // Scoped members could not open it [K6].
      if (session.standing() === 'scoped' && !space.keys.isScoped()) return;
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
