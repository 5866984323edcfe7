import type { Connection, Upgrader } from '@libp2p/interface';
import type { Multiaddr } from '@multiformats/multiaddr';
import { plexiError } from '@plexi/protocol';
import type { DialOptions } from '../punching/local-ports.ts';
import type { Components } from './start-node.ts';

/**
 * Dials and then takes the part of whoever is dialled: of two sides that dial each other at once, one must. libp2p's own option for it
 * (`initiator`) tells Noise and multistream, but not yamux, which finds two clients then and ends the connection.
 */
export const dialAsServer = async (
  { transportManager, upgrader }: Components,
  address: Multiaddr,
  options: DialOptions,
): Promise<Connection> => {
  const transport = transportManager.dialTransportForMultiaddr(address);
  if (transport === undefined) throw plexiError('ADDRESS_INVALID', { detail: 'no transport' });
  const upgradeOutbound: Upgrader['upgradeOutbound'] = (raw, upgradeOptions) => {
    raw.direction = 'inbound';
    return upgrader.upgradeOutbound(raw, { ...upgradeOptions, initiator: false });
  };
  const asServer = Object.create(upgrader, { upgradeOutbound: { value: upgradeOutbound } }) as Upgrader;
  return transport.dial(address, { ...options, upgrader: asServer });
};
