/**
 * DCUtR (libp2p specs, relay/DCUtR.md) over TCP: two devices behind NATs that talk through a relay tell each other where it sees them,
 * and dial each other at the same moment from the port that it sees, so that each NAT takes what comes for an answer. libp2p's own
 * service cannot do that in Node (decision 0040). Whoever accepted the relayed connection begins; whoever dialled it goes on with the
 * direct one.
 */
import type { Connection, Stream } from '@libp2p/interface';
import { lpStream } from '@libp2p/utils';
import { type Multiaddr, multiaddr } from '@multiformats/multiaddr';
import type { DeviceId } from '@plexi/protocol';
import { LIMITS, plexiError } from '@plexi/protocol';
import { isPrivate } from '../address.ts';
import { dialUntil } from '../connection/dialing.ts';
import type { DialOptions, LocalPorts } from './local-ports.ts';
import { decodePunchMessage, encodePunchMessage, type PunchMessage } from './message.ts';

export const PUNCH_PROTOCOL = '/libp2p/dcutr';

/** As go-libp2p has it. */
const TRIES = 3;
const HALF = 2;

export interface HolePuncher {
  /** A relayed connection that the other side dialled: asks it to meet half way. */
  begin(device: DeviceId, relayed: Connection): void;
  /** The other side of a relayed connection asks for it. */
  answer(device: DeviceId, relayed: Connection, stream: Stream): Promise<void>;
}

export interface HolePuncherDependencies {
  ports: LocalPorts;
  dialFrom: (address: Multiaddr, options: DialOptions) => Promise<Connection>;
  signal: AbortSignal;
  /** A direct connection is there; `isOurs` where this side goes on with it. */
  punched: (device: DeviceId, connection: Connection, isOurs: boolean) => void;
  failed: (device: DeviceId) => void;
}

/** The relay that a relayed connection goes through, as its address names it. */
const viaOf = (address: string): string => address.slice(0, address.indexOf('/p2p-circuit'));

/** Not this machine by any of its names (`0.0.0.0`, an IPv4 address spelled in IPv6), nor many at once; of IPv6 what RFC 4291 calls global. */
const ELSEWHERE = /^\/ip4\/(?!0\.|127\.|22[4-9]\.|2[3-5]\d\.)|^\/ip6\/[23][0-9a-f]{3}:/u;

/**
 * Where to meet, of what the other side says: no place on this machine, and none within a network unless the relay sees us within one
 * too, or anybody could have us knock at doors that only we can reach.
 */
export const meetingPlace = (observed: readonly Uint8Array[], ours: Multiaddr): Multiaddr | undefined => {
  for (const bytes of observed) {
    try {
      const [place = ''] = /^\/ip[46]\/[^/]+\/tcp\/\d+/u.exec(multiaddr(bytes).toString()) ?? [];
      const mayKnock = isPrivate(place) ? isPrivate(ours.toString()) : ELSEWHERE.test(place);
      if (mayKnock) return multiaddr(place);
    } catch {
      // Not an address: as if it had not been said.
    }
  }
  return undefined;
};

export const createHolePuncher = (
  dependencies: HolePuncherDependencies,
  deviceIn: (address: string) => DeviceId | undefined,
): HolePuncher => {
  const { ports, dialFrom } = dependencies;

  const here = (relayed: Connection) => {
    const relay = deviceIn(viaOf(relayed.remoteAddr.toString()));
    const place = relay === undefined ? undefined : ports.at(relay);
    if (place === undefined) throw plexiError('PEER_UNREACHABLE', { detail: 'not seen from outside' });
    return place;
  };

  /** A conversation about one connection. */
  const talk = (stream: Stream, signal: AbortSignal) => {
    const messages = lpStream(stream, { maxDataLength: LIMITS.punchBytes });
    return {
      send: (message: PunchMessage) => messages.write(encodePunchMessage(message), { signal }),
      receive: async <Kind extends PunchMessage['kind']>(
        kind: Kind,
      ): Promise<Extract<PunchMessage, { kind: Kind }>> => {
        const message = decodePunchMessage((await messages.read({ signal })).subarray());
        if (message.kind !== kind) throw plexiError('FRAME_INVALID', { detail: 'hole punching' });
        return message as Extract<PunchMessage, { kind: Kind }>;
      },
    };
  };

  const placeOf = ({ observed }: Extract<PunchMessage, { kind: 'connect' }>, ours: Multiaddr): Multiaddr => {
    const there = meetingPlace(observed, ours);
    if (there === undefined) throw plexiError('PEER_UNREACHABLE', { detail: 'no address to meet at' });
    return there;
  };

  const meet = (there: Multiaddr, { remotePeer }: Connection, { signal, ...options }: DialOptions) =>
    dialUntil(signal, (own) =>
      dialFrom(there.encapsulate(`/p2p/${remotePeer.toString()}`), { ...options, signal: own }),
    );

  const timely = (): AbortSignal =>
    AbortSignal.any([dependencies.signal, AbortSignal.timeout(LIMITS.punchMs)]);

  const ask = async (device: DeviceId, relayed: Connection): Promise<void> => {
    const signal = timely();
    const { observed, localPort } = here(relayed);
    const stream = await relayed.newStream([PUNCH_PROTOCOL], { signal, runOnLimitedConnection: true });
    try {
      const words = talk(stream, signal);
      const asked = performance.now();
      await words.send({ kind: 'connect', observed: [observed.bytes] });
      const there = placeOf(await words.receive('connect'), observed);
      const roundTripMs = performance.now() - asked;
      await words.send({ kind: 'sync' });
      // Our word for it takes as long to arrive.
      await new Promise((resolve) => setTimeout(resolve, roundTripMs / HALF));
      const connection = await meet(there, relayed, { signal, localPort, isServer: true });
      dependencies.punched(device, connection, false);
    } finally {
      stream.close().catch(() => stream.abort(new Error('hole punching')));
    }
  };

  return {
    begin: (device, relayed) => {
      const attempt = async (): Promise<void> => {
        for (let tries = 1; relayed.status === 'open' && !dependencies.signal.aborted; tries++) {
          try {
            return await ask(device, relayed);
          } catch (error) {
            if (tries >= TRIES) throw error;
          }
        }
      };
      attempt().catch(() => dependencies.failed(device));
    },
    answer: async (device, relayed, stream) => {
      const signal = timely();
      try {
        const words = talk(stream, signal);
        const asked = await words.receive('connect');
        const { observed, localPort } = here(relayed);
        await words.send({ kind: 'connect', observed: [observed.bytes] });
        const there = placeOf(asked, observed);
        await words.receive('sync');
        const connection = await meet(there, relayed, { signal, localPort });
        dependencies.punched(device, connection, true);
        await stream.close({ signal });
      } catch {
        // Whoever began tries again, or says that it came to nothing.
        stream.abort(new Error('hole punching'));
      }
    },
  };
};
