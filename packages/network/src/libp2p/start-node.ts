import { circuitRelayServer, circuitRelayTransport } from '@libp2p/circuit-relay-v2';
import { generateKeyPairFromSeed } from '@libp2p/crypto/keys';
import { identify } from '@libp2p/identify';
import type { ConnectionGater } from '@libp2p/interface';
import { ping } from '@libp2p/ping';
import { tcp } from '@libp2p/tcp';
import { webSockets } from '@libp2p/websockets';
import { yamux } from '@libp2p/yamux';
import { multiaddr } from '@multiformats/multiaddr';
import type { PlexiError } from '@plexi/protocol';
import { LIMITS, plexiError } from '@plexi/protocol';
import type { Libp2p, Libp2pOptions } from 'libp2p';
import { createLibp2p } from 'libp2p';
import type { NetworkOptions } from '../network.ts';
import { checkedNoise } from './checked-noise.ts';
import type { StreamWatch } from './stream-watch.ts';

type Services = NonNullable<Libp2pOptions['services']>;
/** The parts that libp2p lends to its services. */
export type Components = Parameters<Services[string]>[0];

export interface Node {
  libp2p: Libp2p;
  components: Components;
}

/** The same for everyone: identify must tell nothing about a person or a version of the system. */
const USER_AGENT = 'plexi/1';
const DEFAULT_INTERVAL_MS = 8_000;
const DEFAULT_TIMEOUT_MS = 10_000;
/**
 * A slow answer to a ping is still under way when the next ping begins, and one too many ends the connection: libp2p's own
 * limit of one would cut the timeout down to the interval.
 */
const PINGS_AT_ONCE = 4;
/** Reservations are renewed well before; this is how long a relay keeps one of a device that vanished. */
const RESERVATION_MS = 60 * 60_000;
/** A channel may be silent for as long as the connection answers pings: streams never time out by themselves. */
const NEVER_MS = 2 ** 31 - 1;

/** Errors: PORT_IN_USE, ADDRESS_INVALID. */
export const startNode = async (
  options: NetworkOptions,
  gater: ConnectionGater,
  streamWatch: StreamWatch,
): Promise<Node> => {
  for (const address of options.announce ?? []) checkAddress(address);
  const lent: { components?: Components } = {};
  const intervalMs = options.keepalive?.intervalMs ?? DEFAULT_INTERVAL_MS;
  const timeoutMs = options.keepalive?.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const services: Services = {
    identify: identify(),
    ping: ping({ maxInboundStreams: PINGS_AT_ONCE, maxOutboundStreams: PINGS_AT_ONCE }),
    lent: (components) => {
      lent.components = components;
      return {};
    },
  };
  if (options.relayServer === true) {
    services['relay'] = circuitRelayServer({
      maxInboundHopStreams: LIMITS.connections,
      maxOutboundStopStreams: LIMITS.connections,
      // libp2p's defaults end a circuit after 2 minutes or 128 KiB: who may use this relay is decided by admission.
      reservations: {
        maxReservations: LIMITS.connections,
        applyDefaultLimit: false,
        reservationTtl: RESERVATION_MS,
      },
    });
  }
  try {
    const libp2p = await createLibp2p({
      privateKey: await generateKeyPairFromSeed('Ed25519', options.deviceSecretKey),
      nodeInfo: { name: 'plexi', version: '1', userAgent: USER_AGENT },
      addresses: { listen: options.listen },
      transports: [
        tcp(),
        webSockets(),
        circuitRelayTransport({
          maxInboundStopStreams: LIMITS.connections,
          reservationCompletionTimeout: LIMITS.dialMs,
        }),
      ],
      connectionEncrypters: [checkedNoise()],
      streamMuxers: [
        streamWatch.over(
          yamux({
            maxInboundStreams: LIMITS.streamsPerConnection,
            streamOptions: {
              maxStreamWindowSize: LIMITS.streamWindowBytes,
              // A paused stream still takes in what the sender's window allows.
              maxReadBufferLength: LIMITS.streamWindowBytes * 2,
              inactivityTimeout: NEVER_MS,
            },
          }),
        ),
      ],
      connectionGater: gater,
      connectionManager: {
        maxConnections: LIMITS.connections,
        maxIncomingPendingConnections: LIMITS.pendingConnections,
        inboundConnectionThreshold: LIMITS.connectionsPerSecond,
        dialTimeout: LIMITS.dialMs,
        // Who reconnects to whom, and when, is the peer's business.
        reconnectRetries: 0,
      },
      connectionMonitor: {
        pingInterval: intervalMs,
        pingTimeout: { minTimeout: timeoutMs, maxTimeout: timeoutMs },
      },
      services,
    });
    if (lent.components === undefined) throw plexiError('INTERNAL', { detail: 'libp2p made no services' });
    return { libp2p, components: lent.components };
  } catch (error) {
    throw startFailure(error, options.listen);
  }
};

const checkAddress = (address: string): void => {
  try {
    multiaddr(address);
  } catch (cause) {
    throw plexiError('ADDRESS_INVALID', { cause, detail: address });
  }
};

/** libp2p reports failed listeners as one text only. */
const startFailure = (cause: unknown, listen: string[]): PlexiError => {
  const text = String(cause);
  const detail = listen.join(', ');
  if (text.includes('EADDRINUSE')) return plexiError('PORT_IN_USE', { cause, detail });
  return plexiError('ADDRESS_INVALID', { cause, detail });
};
