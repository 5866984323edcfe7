import { networkInterfaces } from 'node:os';
import type { PeerInfo } from '@libp2p/interface';
import { mdns } from '@libp2p/mdns';
import type { DeviceId } from '@plexi/protocol';
import { LIMITS } from '@plexi/protocol';
import { deviceOfPeerId } from '../address.ts';
import type { Components } from '../libp2p/start-node.ts';
import type { NetworkEvent } from '../network.ts';

/** Finds devices on the local network by multicast DNS (RFC 6762), under a service name of our own. */
export interface LocalDiscovery {
  close(): Promise<void>;
}

interface LocalDiscoveryOptions {
  components: Components;
  self: DeviceId;
  onDiscover(device: DeviceId, addresses: string[]): void;
  log: (event: NetworkEvent) => void;
}

interface Sighting {
  addresses: string;
  at: number;
}

const SERVICE = '_plexi._udp.local';
const QUERY_MS = 10_000;
/** Every query on the network is answered by everybody: pass each device on no more often than this. */
const REPEAT_MS = 5_000;
const INTERFACES_MS = 5_000;

const describeInterfaces = (): string =>
  Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .map((address) => address.cidr ?? address.address)
    .toSorted((a, b) => a.localeCompare(b))
    .join(' ');

/** Starts at once; failures are logged and never thrown, because the local network is only one way among others. */
export const startLocalDiscovery = (options: LocalDiscoveryOptions): LocalDiscovery => {
  const { log } = options;
  const sightings = new Map<DeviceId, Sighting>();

  const isNews = (device: DeviceId, addresses: string[]): boolean => {
    const seen = sightings.get(device);
    const sighting = { addresses: addresses.toSorted().join(' '), at: Date.now() };
    if (seen !== undefined && seen.addresses === sighting.addresses && sighting.at - seen.at < REPEAT_MS)
      return false;
    sightings.delete(device);
    sightings.set(device, sighting);
    const [oldest] = sightings.keys();
    if (sightings.size > LIMITS.discoveredDevices && oldest !== undefined) sightings.delete(oldest);
    return true;
  };

  const onPeer = (event: CustomEvent<PeerInfo>) => {
    const device = deviceOfPeerId(event.detail.id.toString());
    if (device === undefined || device === options.self) return;
    const addresses = event.detail.multiaddrs
      .slice(0, LIMITS.dialAddresses)
      .map((address) => address.toString())
      .filter((address) => address.length <= LIMITS.addressBytes);
    if (addresses.length === 0 || !isNews(device, addresses)) return;
    log({ kind: 'discovered', device, addresses });
    options.onDiscover(device, addresses);
  };

  const start = async () => {
    const service = mdns({ serviceTag: SERVICE, interval: QUERY_MS })(options.components);
    service.addEventListener('peer', onPeer);
    await startable(service).start();
    return service;
  };

  type Running = Awaited<ReturnType<typeof start>>;
  let running: Promise<Running | undefined>;
  const begin = (): Promise<Running | undefined> =>
    start().catch((error: unknown) => {
      log({ kind: 'discovery-failed', code: codeOf(error) });
      return undefined;
    });
  const halt = async (service: Running | undefined) => {
    if (service === undefined) return;
    service.removeEventListener('peer', onPeer);
    await startable(service).stop();
  };

  running = begin();
  let interfaces = describeInterfaces();
  // Memberships of a multicast group go with the interface that they were made on.
  const watch = setInterval(() => {
    const now = describeInterfaces();
    if (now === interfaces) return;
    interfaces = now;
    running = running.then(halt).then(begin, begin);
  }, INTERFACES_MS);
  watch.unref();

  return {
    async close() {
      clearInterval(watch);
      await running.then(halt, () => undefined);
    },
  };
};

interface Startable {
  start(): Promise<void>;
  stop(): Promise<void>;
}

const startable = (service: object): Startable => {
  if (!('start' in service) || !('stop' in service)) throw new TypeError('discovery cannot be started');
  return service as Startable;
};

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'INTERNAL';
