/**
 * From which local port each connection to a relay was dialled, and how that port looks from outside. A NAT that maps a port the same
 * way whatever it leads to lets whoever knows both be met there. Node gives a listening port to no second socket, but one that
 * was bound by hand for dialling it gives again: so every dial has a port of its own.
 */
import { randomInt } from 'node:crypto';
import type { Connection } from '@libp2p/interface';
import type { Multiaddr } from '@multiformats/multiaddr';
import type { DeviceId } from '@plexi/protocol';
import { isLoopback, isRelayed } from '../address.ts';

/** IANA's dynamic ports. */
const [LOWEST, BEYOND] = [49_152, 65_536];

export interface DialOptions {
  signal: AbortSignal;
  /** The port that it leaves from. */
  localPort?: number;
  /** Of two sides that dialled each other at once: the one that takes the part of whoever is dialled. */
  isServer?: boolean;
}

export interface LocalPorts {
  /** Dials, over TCP from a port that can be used again. */
  dial(address: Multiaddr, signal: AbortSignal): Promise<Connection>;
  /** The other side of a connection said how it looks from there. */
  observed(connection: Connection, device: DeviceId, address: Multiaddr): void;
  /** By which local port this device can be met where that relay sees it. */
  at(relay: DeviceId): { localPort: number; observed: Multiaddr } | undefined;
  closed(connection: Connection, device: DeviceId): void;
}

/** Whether another machine's TCP is dialled, as it is: through no relay, WebSocket or this machine alone. */
const isPlainTcp = (address: string): boolean =>
  /\/tcp\/\d+(\/p2p\/[^/]+)?$/u.test(address) && !isRelayed(address) && !isLoopback(address);

export const createLocalPorts = (
  dialFrom: (address: Multiaddr, options: DialOptions) => Promise<Connection>,
): LocalPorts => {
  const ports = new WeakMap<Connection, number>();
  const seen = new Map<DeviceId, { connection: Connection; localPort: number; observed: Multiaddr }>();
  return {
    dial: async (address, signal) => {
      if (!isPlainTcp(address.toString())) return dialFrom(address, { signal });
      const localPort = randomInt(LOWEST, BEYOND);
      try {
        const connection = await dialFrom(address, { signal, localPort });
        ports.set(connection, localPort);
        return connection;
      } catch (error) {
        // Somebody else's port, or a system that gives none twice: then without.
        if (signal.aborted || !/EADDRINUSE|EADDRNOTAVAIL|EACCES/u.test(String(error))) throw error;
        return dialFrom(address, { signal });
      }
    },
    observed: (connection, device, address) => {
      const localPort = ports.get(connection);
      if (localPort !== undefined && isPlainTcp(address.toString()))
        seen.set(device, { connection, localPort, observed: address });
    },
    at: (relay) => seen.get(relay),
    closed: (connection, device) => {
      if (seen.get(device)?.connection === connection) seen.delete(device);
    },
  };
};
