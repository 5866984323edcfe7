/**
 * How members' devices come to talk to each other without a relay [N1]: they tell each other where they are, dial that, and where it
 * leads nowhere meet through a relay that both know, which is a bridge for as long as it takes to find a way around it.
 */
import { addressThroughRelay, isLoopback, isRelayed, type Network } from '@plexi/network';
import { type DeviceId, isPlexiError, type Primitives, type Session } from '@plexi/protocol';
import type { Space } from '../space/space.ts';
import { createAddressTeller } from './addresses.ts';
import type { NetworkLink } from './network-link.ts';
import { isMemberOf, relaysOf } from './reach.ts';

export interface DirectPaths {
  /** Tells the other side where this device is, if that is news to it; at a relay it can be met from then on. */
  tell(space: Space, session: Session): void;
  /** A member's device said where it is. */
  heard(space: Space, device: DeviceId, sealed: Uint8Array): void;
}

/** Where this relay is dialled; nowhere that only this machine knows, for there everybody can be dialled. */
const addressOf = (network: Network, relay: DeviceId): string | undefined =>
  network
    .connections()
    .map(({ device, address }) => (device === relay ? address : ''))
    .find((address) => address !== '' && !isRelayed(address) && !isLoopback(address));

export const createDirectPaths = (
  primitives: Primitives,
  self: DeviceId,
  link: () => NetworkLink,
  problem: (code: string) => void,
): DirectPaths => {
  const network = (): Network | undefined => link().network();
  const teller = createAddressTeller(primitives, self, network);
  const beMetAt = (session: Session): void => {
    const here = network();
    const address = here === undefined ? undefined : addressOf(here, session.device);
    // Who listens nowhere is there for one command.
    if (here === undefined || address === undefined || session.standing() !== 'relay') return;
    if (here.addresses().length === 0) return;
    here.reserve(address).catch((error: unknown) => {
      problem(isPlexiError(error) ? error.code : 'INTERNAL');
    });
  };

  return {
    tell: (space, session) => {
      teller.tell(space, session);
      if (session.isLive()) beMetAt(session);
    },
    heard: (space, device, sealed) => {
      const here = network();
      if (here === undefined || device === self || !isMemberOf(space, device)) return;
      // One of the two dials, so that they don't meet half way; the other answers to discovery on the network.
      if (self > device) return;
      const direct = teller.open(space, device, sealed);
      const bridges = relaysOf(space).flatMap((relay) => addressOf(here, relay.device) ?? []);
      const relayed = direct.length === 0 ? [] : bridges.map((it) => addressThroughRelay(it, device));
      link()
        .connections()
        ?.want(device, [...direct, ...relayed], false);
    },
  };
};
