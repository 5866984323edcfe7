import type { Connection } from '@libp2p/interface';
import type { Multiaddr } from '@multiformats/multiaddr';
import { multiaddr } from '@multiformats/multiaddr';
import type { DeviceId, PlexiError } from '@plexi/protocol';
import { LIMITS, plexiError } from '@plexi/protocol';
import { deviceInAddress, isLoopback, isRelayed, peerIdOf } from '../address.ts';
import { MISMATCH } from '../libp2p/checked-noise.ts';

export type DialOne = (address: Multiaddr, signal: AbortSignal) => Promise<Connection>;

/** How long direct addresses have for themselves before those through relays are tried as well. */
const HEAD_START_MS = 150;

/** Addresses as they may be dialled: valid, at most LIMITS.dialAddresses, each ending in the device's peer id. */
export const usableAddresses = (device: DeviceId, addresses: string[]): string[] => {
  const usable = new Set<string>();
  let mismatch = false;
  for (const address of addresses.slice(0, LIMITS.dialAddresses)) {
    if (address.length > LIMITS.addressBytes) continue;
    const bare = address.replace(/\/+$/, '');
    const named = bare.endsWith('/p2p-circuit') ? undefined : deviceInAddress(bare);
    if (named !== undefined && named !== device) mismatch = true;
    else usable.add(named === undefined ? `${bare}/p2p/${peerIdOf(device)}` : bare);
  }
  const valid = [...usable].filter(isMultiaddr);
  if (valid.length > 0) return valid;
  if (mismatch) throw plexiError('PEER_MISMATCH', { detail: 'the address names another device' });
  throw plexiError('ADDRESS_INVALID', {
    detail: addresses.length === 0 ? 'no address' : 'none can be dialled',
  });
};

const isMultiaddr = (text: string): boolean => {
  if (!/^\/(ip4|ip6|dns|dns4|dns6)\//.test(text)) return false;
  try {
    return multiaddr(text).getComponents().length > 1;
  } catch {
    return false;
  }
};

/** Why none of the attempts led to a connection, as one error with a code. */
export const dialFailure = (errors: unknown[]): PlexiError => {
  const cause = errors.length === 1 ? errors[0] : new AggregateError(errors);
  // Every one of them: another machine's loopback address leads to some device of this machine, which means nothing.
  const isMismatch = errors.length > 0 && errors.every((error) => String(error).includes(MISMATCH));
  return plexiError(isMismatch ? 'PEER_MISMATCH' : 'PEER_UNREACHABLE', { cause });
};

/** Dials until a signal stops it: that would go into the socket and close it even later, so the dial gets one that is let go. */
export const dialUntil = async (
  stop: AbortSignal,
  dial: (signal: AbortSignal) => Promise<Connection>,
): Promise<Connection> => {
  const own = new AbortController();
  const onStop = () => own.abort(stop.reason);
  stop.addEventListener('abort', onStop, { once: true });
  try {
    return await dial(own.signal);
  } finally {
    stop.removeEventListener('abort', onStop);
  }
};

interface Race {
  /** The first connection; rejects with a coded error when every address failed. */
  first: Promise<Connection>;
  /** Once the first is there: a direct connection that came about after a relayed one won. */
  later: Promise<Connection | undefined>;
}

/**
 * Dials all addresses of one device at once, those through relays a moment later (Happy Eyeballs, RFC 8305), because
 * one address that swallows packets must not hold up the others.
 */
export const raceAddresses = (addresses: string[], dial: DialOne, signal: AbortSignal): Race => {
  const errors: unknown[] = [];
  const enough = new AbortController();
  const stop = AbortSignal.any([signal, enough.signal, AbortSignal.timeout(LIMITS.dialMs)]);
  const first = Promise.withResolvers<Connection>();
  const later = Promise.withResolvers<Connection | undefined>();
  let winner: Connection | undefined;

  const attempt = async (address: string) => {
    try {
      const connection = await dialUntil(stop, (own) => dial(multiaddr(address), own));
      if (winner === undefined) {
        winner = connection;
        first.resolve(connection);
        if (!isRelayed(address)) enough.abort();
      } else if (isRelayed(winner.remoteAddr.toString()) && !isRelayed(address)) {
        later.resolve(connection);
        enough.abort();
      } else {
        await connection.close();
      }
    } catch (error) {
      errors.push(error);
    }
  };

  const direct = addresses.filter((address) => !isRelayed(address));
  const relayed = addresses.filter(isRelayed);
  const afterHeadStart = async (directAttempts: Promise<unknown>) => {
    if (relayed.length === 0) return;
    if (direct.length > 0) {
      const headStart = Promise.withResolvers<void>();
      const timer = setTimeout(headStart.resolve, HEAD_START_MS);
      await Promise.race([directAttempts, headStart.promise]);
      clearTimeout(timer);
    }
    if (winner === undefined && !stop.aborted) await Promise.all(relayed.map(attempt));
  };

  const directAttempts = Promise.all(
    direct.toSorted((a, b) => Number(isLoopback(b)) - Number(isLoopback(a))).map(attempt),
  );
  void Promise.all([directAttempts, afterHeadStart(directAttempts)]).then(() => {
    if (winner === undefined) first.reject(dialFailure(errors));
    later.resolve(undefined);
  });
  return { first: first.promise, later: later.promise };
};
