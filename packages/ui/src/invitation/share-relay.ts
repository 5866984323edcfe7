import type { OperationClient } from '@plexi/operations';

/** The part of a multiaddr that names whose address it is. */
const ownerOf = (address: string): string => address.slice(address.lastIndexOf('/p2p/'));

/**
 * Lets the local relay be reached from the network, or no longer, and tells the spaces that list it where it is now: a link
 * carries the addresses that the space knows. Spaces that one may not govern keep what they have.
 */
export const shareRelay = async (peer: Pick<OperationClient, 'call'>, network: boolean): Promise<void> => {
  const { addresses } = await peer.call('app.share', { network });
  const [first] = addresses;
  if (first === undefined) return;
  for (const space of await peer.call('space.list', {})) {
    if (space.state !== 'ready' || space.role === 'member') continue;
    const { relays } = await peer.call('sync.status', { space: space.id });
    if (!relays.some((relay) => ownerOf(relay.address) === ownerOf(first))) continue;
    await peer.call('space.relay', { space: space.id, relay: addresses.slice(0, 8) });
  }
};
