import type { Connection } from '@libp2p/interface';
import type { DeviceId } from '@plexi/protocol';
import { isPlexiError, LIMITS, plexiError } from '@plexi/protocol';
import { isRelayed } from '../address.ts';
import type { ChannelBook } from '../channel/channel-book.ts';
import type { StreamChannel } from '../channel/stream-channel.ts';
import type { AdmissionDesk } from './admission.ts';
import type { DialOne } from './dialing.ts';
import { dialFailure, raceAddresses, usableAddresses } from './dialing.ts';

/** Brings channels about: reuses what is there, dials what is not, and moves to the better way when one appears. */
export interface Connector {
  connect(device: DeviceId, addresses: string[], signal: AbortSignal | undefined): Promise<StreamChannel>;
  connectDirectly: (device: DeviceId, addresses: string[], signal: AbortSignal) => Promise<Connection>;
  /** Goes on with a direct connection that came about otherwise. */
  moveTo: (device: DeviceId, connection: Connection) => void;
  close(): void;
}

interface ConnectorDependencies {
  self: DeviceId;
  book: ChannelBook;
  desk: AdmissionDesk;
  connectionsOf: (device: DeviceId) => Connection[];
  /** Whether spare connections to this device may be closed. */
  mayPrune(device: DeviceId): boolean;
  dial: DialOne;
}

const isDirect = (connection: Connection) => !isRelayed(connection.remoteAddr.toString());
/** Time for the other side to notice which of two connections stays. */
const PRUNE_MS = 3_000;

export const createConnector = (dependencies: ConnectorDependencies): Connector => {
  const { self, book, desk, connectionsOf } = dependencies;
  const closing = new AbortController();
  const underWay = new Map<DeviceId, Promise<StreamChannel>>();
  const upgrading = new Set<DeviceId>();

  /** When both sides dialled, or a better way was found, a connection is left over: who dialled it closes it. */
  const pruneLater = (device: DeviceId) => {
    const timer = setTimeout(() => {
      const used = book.current(device)?.connection;
      if (used === undefined || !dependencies.mayPrune(device)) return;
      for (const connection of connectionsOf(device)) {
        const isSpare =
          connection !== used && connection.direction === 'outbound' && connection.streams.length === 0;
        if (isSpare) connection.close().catch(() => connection.abort(new Error('spare')));
      }
    }, PRUNE_MS);
    timer.unref();
  };

  const moveTo = async (device: DeviceId, connection: Connection) => {
    await book.open(
      device,
      connection,
      AbortSignal.any([closing.signal, AbortSignal.timeout(LIMITS.dialMs)]),
    );
    pruneLater(device);
  };

  const upgradeInBackground = (device: DeviceId, upgrade: () => Promise<Connection | undefined>) => {
    if (upgrading.has(device)) return;
    upgrading.add(device);
    upgrade()
      .then((connection) => (connection === undefined ? undefined : moveTo(device, connection)))
      // The relayed channel goes on; the next `connect` tries again.
      .catch(() => undefined)
      .finally(() => upgrading.delete(device));
  };

  const admitOrThrow = (device: DeviceId) => {
    if (device === self) throw plexiError('ADDRESS_INVALID', { detail: 'that is this device itself' });
    if (desk.refuses(device)) throw plexiError('PEER_REFUSED', { detail: 'this side does not admit it' });
  };

  /** A connection that died without a sign answers no greeting: then it goes, and a new one is dialled. */
  const openOnExisting = async (device: DeviceId): Promise<StreamChannel | undefined> => {
    const open = connectionsOf(device).filter((connection) => connection.status === 'open');
    const connection = open.find(isDirect) ?? open[0];
    if (connection === undefined) return undefined;
    try {
      return await book.open(
        device,
        connection,
        AbortSignal.any([closing.signal, AbortSignal.timeout(LIMITS.greetingMs)]),
      );
    } catch (error) {
      connection.abort(error instanceof Error ? error : new Error('no answer'));
      return undefined;
    }
  };

  const connectAnew = async (
    device: DeviceId,
    addresses: string[],
    signal: AbortSignal,
  ): Promise<StreamChannel> => {
    const existing = await openOnExisting(device);
    if (existing !== undefined) return existing;
    const race = raceAddresses(usableAddresses(device, addresses), dependencies.dial, signal);
    const connection = await race.first;
    try {
      // The device may have opened one while we dialled.
      const channel = book.current(device) ?? (await book.open(device, connection, signal));
      pruneLater(device);
      if (!isDirect(connection)) upgradeInBackground(device, () => race.later);
      return channel;
    } catch (error) {
      // Refusal after Noise shows as a connection that closes before it answers.
      if (isPlexiError(error) && error.code !== 'PEER_REFUSED') throw error;
      if (signal.aborted) throw dialFailure([error]);
      throw plexiError('PEER_REFUSED', { cause: error });
    }
  };

  const share = (device: DeviceId, addresses: string[]): Promise<StreamChannel> => {
    const attempt = connectAnew(
      device,
      addresses,
      AbortSignal.any([closing.signal, AbortSignal.timeout(LIMITS.connectMs)]),
    );
    underWay.set(device, attempt);
    void attempt
      .catch(() => undefined)
      .finally(() => {
        if (underWay.get(device) === attempt) underWay.delete(device);
      });
    return attempt;
  };

  return {
    async connect(device, addresses, signal) {
      admitOrThrow(device);
      const current = book.current(device);
      if (current !== undefined) {
        const direct = addresses.filter((address) => !isRelayed(address));
        if (isRelayed(current.remoteAddress) && direct.length > 0) {
          upgradeInBackground(
            device,
            () => raceAddresses(usableAddresses(device, direct), dependencies.dial, closing.signal).first,
          );
        }
        return current;
      }
      const joined = underWay.get(device);
      if (joined === undefined) return unlessAborted(share(device, addresses), signal);
      // Another caller's attempt may know other addresses: if it fails, ours still count.
      return unlessAborted(
        joined.catch(() => underWay.get(device) ?? share(device, addresses)),
        signal,
      );
    },

    async connectDirectly(device, addresses, signal) {
      admitOrThrow(device);
      const existing = connectionsOf(device).find(
        (connection) => connection.status === 'open' && isDirect(connection),
      );
      return (
        existing ?? (await raceAddresses(usableAddresses(device, addresses), dependencies.dial, signal).first)
      );
    },

    // The relayed channel goes on where that comes to nothing.
    moveTo: (device, connection) => void moveTo(device, connection).catch(() => undefined),

    close: () => closing.abort(),
  };
};

/** One caller giving up does not end an attempt that others may share. */
const unlessAborted = async <T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> => {
  if (signal === undefined) return work;
  const aborted = Promise.withResolvers<never>();
  const onAbort = () =>
    aborted.reject(plexiError('PEER_UNREACHABLE', { cause: signal.reason, detail: 'given up' }));
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([work, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
};
