import type { Connection } from '@libp2p/interface';
import type { DeviceId } from '@plexi/protocol';
import { LIMITS, plexiError } from '@plexi/protocol';
import { isRelayed } from '../address.ts';
import type { ChannelBook } from '../channel/channel-book.ts';
import type { StreamChannel } from '../channel/stream-channel.ts';

/** Opens the second channel to a device on the best connection that is there. */
export interface BulkOpener {
  open(device: DeviceId): Promise<StreamChannel>;
  close(): void;
}

interface BulkDependencies {
  book: ChannelBook;
  connectionsOf: (device: DeviceId) => Connection[];
}

const isDirect = (connection: Connection) => !isRelayed(connection.remoteAddr.toString());

export const createBulkOpener = ({ book, connectionsOf }: BulkDependencies): BulkOpener => {
  const closing = new AbortController();
  const underWay = new Map<DeviceId, Promise<StreamChannel>>();

  const openOn = async (device: DeviceId): Promise<StreamChannel> => {
    const connections = connectionsOf(device).filter(({ status }) => status === 'open');
    const direct = connections.find(isDirect);
    const current = book.current(device);
    // What is there is good enough, unless it goes through a relay and needn't any more.
    if (current !== undefined && (direct === undefined || !isRelayed(current.remoteAddress))) return current;
    const connection = direct ?? connections[0];
    if (connection === undefined) throw plexiError('PEER_UNREACHABLE', { detail: 'not connected' });
    const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(LIMITS.greetingMs)]);
    return book.open(device, connection, signal);
  };

  return {
    open(device) {
      const joined = underWay.get(device);
      if (joined !== undefined) return joined;
      const attempt = openOn(device);
      underWay.set(device, attempt);
      void attempt.catch(() => undefined).finally(() => underWay.delete(device));
      return attempt;
    },
    close: () => closing.abort(),
  };
};
