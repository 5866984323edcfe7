import type { Connection, Listener } from '@libp2p/interface';
import { multiaddr } from '@multiformats/multiaddr';
import type { DeviceId } from '@plexi/protocol';
import { isPlexiError, LIMITS, plexiError } from '@plexi/protocol';
import { deviceInAddress } from '../address.ts';
import type { Components } from '../libp2p/start-node.ts';
import type { NetworkEvent } from '../network.ts';

/** Reservations at circuit relays, each kept up until `close`. */
export interface Reservations {
  /** Errors: RELAY_UNREACHABLE, and what connecting may bring. */
  reserve(relayAddress: string, signal: AbortSignal | undefined): Promise<void>;
  /** Whether connections to this device carry a reservation and must stay. */
  isAt(relay: DeviceId): boolean;
  release(relay: DeviceId): void;
  close(): void;
}

interface ReservationsDependencies {
  components: Components;
  /** Connects directly to a relay. */
  connectTo(relay: DeviceId, addresses: string[], signal: AbortSignal): Promise<Connection>;
  log: (event: NetworkEvent) => void;
}

interface Berth {
  relay: DeviceId;
  address: string;
  listener: Listener | undefined;
  attempts: number;
  timer: NodeJS.Timeout | undefined;
  isReserving: boolean;
}

const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 30_000;

export const createReservations = (dependencies: ReservationsDependencies): Reservations => {
  const { components, log } = dependencies;
  const { transportManager } = components;
  const berths = new Map<DeviceId, Berth>();
  const closing = new AbortController();

  const isHeld = (berth: Berth) => (berth.listener?.getAddrs().length ?? 0) > 0;
  const isWanted = (berth: Berth) => berths.get(berth.relay) === berth && !closing.signal.aborted;

  /** libp2p never takes a relay listener back, so the one made first is told to listen again after each loss. */
  const listenThrough = async (berth: Berth): Promise<void> => {
    const address = multiaddr(`${berth.address}/p2p-circuit`);
    if (berth.listener !== undefined) return berth.listener.listen(address);
    const before = new Set(transportManager.getListeners());
    try {
      await transportManager.listen([address]);
    } finally {
      berth.listener = transportManager.getListeners().find((listener) => !before.has(listener));
      berth.listener?.addEventListener('listening', () => {
        if (!isHeld(berth) && !berth.isReserving) retryLater(berth);
      });
    }
  };

  const makeReservation = async (berth: Berth, signal: AbortSignal) => {
    berth.isReserving = true;
    try {
      await dependencies.connectTo(berth.relay, [berth.address], signal);
      await listenThrough(berth);
      if (!isHeld(berth)) throw plexiError('RELAY_UNREACHABLE', { detail: 'it gave no reservation' });
      berth.attempts = 0;
      log({ kind: 'reserved', relay: berth.relay });
    } catch (error) {
      const isClear = isPlexiError(error) && error.code !== 'PEER_UNREACHABLE';
      throw isClear ? error : plexiError('RELAY_UNREACHABLE', { cause: error });
    } finally {
      berth.isReserving = false;
    }
  };

  const retryLater = (berth: Berth) => {
    if (!isWanted(berth) || berth.timer !== undefined) return;
    // Jitter, so that a relay that comes back does not meet everybody at once.
    const retryMs = Math.round(
      Math.min(FIRST_RETRY_MS * 2 ** berth.attempts, LAST_RETRY_MS) * (0.5 + Math.random() / 2),
    );
    berth.attempts++;
    log({ kind: 'reservation-lost', relay: berth.relay, retryMs });
    berth.timer = setTimeout(() => {
      berth.timer = undefined;
      if (!isWanted(berth) || isHeld(berth)) return;
      makeReservation(berth, closing.signal).catch(() => retryLater(berth));
    }, retryMs);
  };

  const release = (relay: DeviceId) => {
    clearTimeout(berths.get(relay)?.timer);
    berths.delete(relay);
  };

  return {
    async reserve(relayAddress, signal) {
      const relay = deviceInAddress(relayAddress);
      if (relay === undefined)
        throw plexiError('ADDRESS_INVALID', { detail: 'the relay address names no device' });
      const existing = berths.get(relay);
      if (existing !== undefined) {
        existing.address = relayAddress;
        if (isHeld(existing)) return;
      } else if (berths.size >= LIMITS.relays * LIMITS.relays) {
        throw plexiError('TOO_BUSY', { detail: 'too many relays' });
      }
      const berth: Berth = existing ?? {
        relay,
        address: relayAddress,
        listener: undefined,
        attempts: 0,
        timer: undefined,
        isReserving: false,
      };
      berths.set(relay, berth);
      try {
        await makeReservation(
          berth,
          signal === undefined ? closing.signal : AbortSignal.any([signal, closing.signal]),
        );
      } catch (error) {
        retryLater(berth);
        throw error;
      }
    },
    isAt: (relay) => berths.has(relay),
    release,
    close() {
      closing.abort();
      for (const relay of berths.keys()) release(relay);
    },
  };
};
