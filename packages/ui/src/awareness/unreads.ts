/** What waits to be read, as the peer counts it: one picture for all spaces, kept fresh by events. */
import type { Unread } from '@plexi/operations';
import type { PeerLink } from '../connection/peer-link.ts';

export interface Unreads {
  subscribe: (listener: () => void) => () => void;
  /** By channel; what was read is not in it. */
  all: () => ReadonlyMap<string, Unread>;
  /** The reader has seen everything in a channel up to a message. */
  read: (space: string, channel: string, upTo: string) => void;
  dispose: () => void;
}

/** Milliseconds in which what was read is told once. */
const TELL_MS = 400;

export const createUnreads = (peer: PeerLink['client']): Unreads => {
  let waiting: ReadonlyMap<string, Unread> = new Map();
  let asking = false;
  let stale = false;
  const ending = new AbortController();
  const listeners = new Set<() => void>();
  const telling = new Map<string, { upTo: string; timer: ReturnType<typeof setTimeout> }>();
  const told = new Map<string, string>();

  const refresh = async (): Promise<void> => {
    stale = true;
    if (asking) return;
    asking = true;
    while (stale && !ending.signal.aborted) {
      stale = false;
      try {
        const found = await peer.call('unread.list', {});
        waiting = new Map(found.map((one) => [one.channel, one]));
        for (const listener of listeners) listener();
      } catch {
        // A peer that is away or still locked says so elsewhere; it is asked again when it speaks.
      }
    }
    asking = false;
  };

  const stop = peer.onEvent((event) => {
    if (event.type === 'unread' || event.type === 'space' || event.type === 'spaces') void refresh();
  });
  void refresh();

  const tell = (space: string, channel: string): void => {
    const upTo = telling.get(channel)?.upTo;
    telling.delete(channel);
    if (upTo === undefined) return;
    told.set(channel, upTo);
    peer.call('unread.read', { space, channel, upTo }).catch(() => told.delete(channel));
  };

  return {
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    all: () => waiting,
    read: (space, channel, upTo) => {
      if (told.get(channel) === upTo && !waiting.has(channel)) return;
      const timer = telling.get(channel)?.timer ?? setTimeout(() => tell(space, channel), TELL_MS);
      telling.set(channel, { upTo, timer });
    },
    dispose: () => {
      ending.abort();
      stop();
      for (const { timer } of telling.values()) clearTimeout(timer);
    },
  };
};
