/** A client's part in the network: there while it is online, gone while it works offline. */
import { type Channel, createNetwork, isRelayed, type Network, type NetworkOptions } from '@plexi/network';
import { type DeviceId, LIMITS } from '@plexi/protocol';
import { type Connections, createConnections } from './connections.ts';

export interface OnlineOptions {
  /** `up` listens and looks around; `once` only dials relays, for a command that ends soon. */
  mode: 'up' | 'once';
  /** @default /ip4/0.0.0.0/tcp/0 in mode `up` */
  listen?: string[];
  /** @default true in mode `up` */
  mdns?: boolean;
}

export interface NetworkLinkDependencies
  extends Pick<NetworkOptions, 'deviceSecretKey' | 'protocols' | 'bulk' | 'onChannel'> {
  /** Whether a device is one of a space's members or relays. */
  isExpected: (device: DeviceId) => boolean;
  /** Whether it is a member's. */
  isMember: (device: DeviceId) => boolean;
  /** Whether a channel to it is open. */
  isConnected: (device: DeviceId) => boolean;
  /** How long a relayed channel may last. @default LIMITS.bridgeMs */
  bridgeMs?: number;
  log: (event: string, fields: Record<string, unknown>) => void;
}

export interface NetworkLink {
  network(): Network | undefined;
  connections(): Connections | undefined;
  /** Does nothing while it is open. */
  open(options: OnlineOptions): Promise<void>;
  /** Ends every connection; `open` begins anew. */
  close: () => Promise<void>;
}

export const createNetworkLink = (dependencies: NetworkLinkDependencies): NetworkLink => {
  const { deviceSecretKey, protocols, bulk, onChannel, isExpected, isMember, isConnected, log } =
    dependencies;
  let network: Network | undefined;
  let connections: Connections | undefined;
  /** What goes through a relay anyway need not go through it twice: a bridge that leads nowhere else in time is left. */
  const leaveBridge = (from: Network, channel: Channel): void => {
    const { device } = channel;
    const timer = setTimeout(() => {
      connections?.unwant(device);
      if (network === from) void from.disconnect(device);
    }, dependencies.bridgeMs ?? LIMITS.bridgeMs);
    timer.unref();
    void channel.closed.then(() => {
      clearTimeout(timer);
      // The other side may have left it first; there is no way around it as long as nothing is new.
      if (network === from && !isConnected(device)) connections?.unwant(device);
    });
  };
  return {
    network: () => network,
    connections: () => connections,
    open: async ({ mode, listen, mdns }) => {
      if (network !== undefined) return;
      const opened = await createNetwork({
        deviceSecretKey,
        listen: listen ?? (mode === 'up' ? ['/ip4/0.0.0.0/tcp/0'] : []),
        mdns: mdns ?? mode === 'up',
        protocols,
        ...(bulk === undefined ? {} : { bulk }),
        admit: (device) => (isExpected(device) ? 'known' : 'provisional'),
        onChannel: (channel) => {
          onChannel(channel);
          if (isRelayed(channel.remoteAddress)) leaveBridge(opened, channel);
          void channel.closed.then(() => {
            if (network === opened && !isConnected(channel.device)) connections?.lost(channel.device);
          });
        },
        onDiscover: (device, addresses) => {
          if (isMember(device)) connections?.want(device, addresses, false);
        },
        log: ({ kind, ...fields }) => log(kind, fields),
      });
      network = opened;
      connections = createConnections(opened, (device, code) => log('unreachable', { device, code }));
    },
    close: async () => {
      const closing = network;
      network = undefined;
      connections?.close();
      connections = undefined;
      await closing?.close();
    },
  };
};
