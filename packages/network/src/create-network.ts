import { plexiError } from '@plexi/protocol';
import type { Network, NetworkOptions } from './network.ts';

/**
 * Starts a network node and listens.
 * libp2p is loaded here and not before, so that who only imports this package does not pay for it.
 *
 * Errors: PORT_IN_USE, ADDRESS_INVALID, INVALID_INPUT.
 */
export const createNetwork = async (options: NetworkOptions): Promise<Network> => {
  if (options.deviceSecretKey.length !== 32)
    throw plexiError('INVALID_INPUT', { detail: 'device key: 32 bytes' });
  if (options.protocols.length === 0) throw plexiError('INVALID_INPUT', { detail: 'no protocols' });
  const { startNetwork } = await import('./libp2p/start-network.ts');
  return startNetwork(options);
};
