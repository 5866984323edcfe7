/** What waits to be read, as the peer counts it: one picture for all spaces, kept fresh by events. */
import type { OperationInput, Unread } from '@plexi/operations';
import type { PeerLink } from '../connection/peer-link.ts';

export interface Unreads {
  subscribe: (listener: () => void) => () => void;
  /** By channel; what was read is not in it. */
  all: () => ReadonlyMap<string, Unread>;
  /** Whether the picture is there and knows of everything that was read. */
  isSettled: () => boolean;
  /** Tells at once what was read, and waits for a picture that knows of it. */
  settle: () => Promise<void>;
  /** The reader has seen what a channel has from one message to another. */
  read: (space: string, channel: string, seen: Sight) => void;
  /** The reader wants nothing of a channel to be new any more, seen or not. Rejects where the peer does not take it. */
  readAll: (space: string, channel: string) => Promise<void>;
  /** How often that was wanted of a channel. */
  cleared: (channel: string) => number;
  dispose: () => void;
}

/** Milliseconds in which what was read is told once. */
const TELL_MS = 400;

/** Messages of a channel that can be read at once, by their ids. */
export interface Sight {
  first: string;
  last: string;
}

/** One channel: what is to be told, and until when the peer is left in peace. */
interface Telling {
  space: string;
  seen: Sight | undefined;
  timer: ReturnType<typeof setTimeout> | undefined;
}

export const createUnreads = (peer: PeerLink['client']): Unreads => {
  let waiting: ReadonlyMap<string, Unread> | undefined;
  let refreshing: Promise<void> | undefined;
  let stale = false;
  const ending = new AbortController();
  const listeners = new Set<() => void>();
  const channels = new Map<string, Telling>();
  const clearings = new Map<string, number>();
  const calls = new Set<Promise<void>>();
  const nothing: ReadonlyMap<string, Unread> = new Map();

  const inform = (): void => {
    for (const listener of listeners) listener();
  };
  const ask = async (): Promise<void> => {
    while (stale && !ending.signal.aborted) {
      stale = false;
      try {
        const found = await peer.call('unread.list', {});
        waiting = new Map(found.map((one) => [one.channel, one]));
        inform();
      } catch {
        // A peer that is away or still locked says so elsewhere; it is asked again when it speaks.
      }
    }
    refreshing = undefined;
  };
  const refresh = (): Promise<void> => {
    stale = true;
    refreshing ??= ask();
    return refreshing;
  };

  const stop = peer.onEvent((event) => {
    if (event.type === 'unread' || event.type === 'space' || event.type === 'spaces') void refresh();
  });
  void refresh();

  const call = (input: OperationInput<'unread.read'>): Promise<unknown> => {
    const answer = peer.call('unread.read', input);
    const over = (): void => void calls.delete(calling);
    const calling = answer.then(over, over);
    calls.add(calling);
    return answer;
  };
  const tell = async (channel: string, telling: Telling): Promise<void> => {
    const { space, seen } = telling;
    if (seen === undefined) return;
    telling.seen = undefined;
    try {
      await call({ space, channel, since: seen.first, upTo: seen.last });
    } catch {
      // It goes with what is read next, or when the channel is opened again.
      const later = channels.get(channel)?.seen;
      telling.seen = { first: seen.first, last: later?.last ?? seen.last };
    }
  };
  const tellAll = (): void => {
    for (const [channel, telling] of channels) void tell(channel, telling);
  };

  return {
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    all: () => waiting ?? nothing,
    isSettled: () =>
      waiting !== undefined &&
      refreshing === undefined &&
      calls.size === 0 &&
      [...channels.values()].every(({ seen }) => seen === undefined),
    settle: async () => {
      tellAll();
      await Promise.all(calls);
      await refresh();
    },
    read: (space, channel, seen) => {
      const telling = channels.get(channel) ?? { space, seen: undefined, timer: undefined };
      channels.set(channel, telling);
      // Readers go forward: what is told at once begins where it began.
      telling.seen = { first: telling.seen?.first ?? seen.first, last: seen.last };
      if (telling.timer !== undefined) return;
      // Whoever looks and leaves has looked: only what is read right after that waits.
      void tell(channel, telling);
      telling.timer = setTimeout(() => {
        telling.timer = undefined;
        void tell(channel, telling);
      }, TELL_MS);
    },
    readAll: async (space, channel) => {
      clearTimeout(channels.get(channel)?.timer);
      channels.delete(channel);
      await call({ space, channel });
      clearings.set(channel, (clearings.get(channel) ?? 0) + 1);
      inform();
    },
    cleared: (channel) => clearings.get(channel) ?? 0,
    dispose: () => {
      tellAll();
      ending.abort();
      stop();
      for (const { timer } of channels.values()) clearTimeout(timer);
    },
  };
};
