/** The timelines of the channels that were looked at, and how many messages wait in the others. */
import type { ChannelSummary, Message } from '@plexi/operations';
import type { PeerLink } from '../connection/peer-link.ts';
import type { Desk } from '../vault/desk.ts';
import { type ChannelTimeline, createTimeline, type HeldTimeline } from './channel-timeline.ts';

export interface Timelines {
  open: (space: string, channel: string) => ChannelTimeline;
  subscribe: (listener: () => void) => () => void;
  /** Messages by others that were not seen yet, by channel id; up to `UNREAD_SHOWN`. */
  unread: () => ReadonlyMap<string, number>;
  /** Counts what waits in channels since they were last read. */
  count: (space: string, channels: readonly ChannelSummary[]) => Promise<void>;
  dispose: () => void;
}

/** Unread messages are counted up to here, and "more" from there on. */
export const UNREAD_SHOWN = 30;
/** Timelines kept in memory. */
const OPEN_TIMELINES = 24;

export const createTimelines = (peer: PeerLink['client'], desk: Desk): Timelines => {
  const held = new Map<string, HeldTimeline>();
  const listeners = new Set<() => void>();
  const counted = new Set<string>();
  let unread: ReadonlyMap<string, number> = new Map();

  const setUnread = (channel: string, count: number): void => {
    if ((unread.get(channel) ?? 0) === count) return;
    unread = new Map(unread).set(channel, count);
    for (const listener of listeners) listener();
  };
  const isWaiting = (message: Message, read: number | undefined): boolean =>
    !message.own && (read === undefined || message.clock > read);

  const stopEvents = peer.onEvent((event) => {
    if (!('channel' in event)) return;
    held.get(event.channel)?.apply(event);
    if (event.type !== 'messages') return;
    const read = desk.readMark(event.channel);
    const fresh = event.messages.filter((message) => isWaiting(message, read)).length;
    setUnread(event.channel, Math.min((unread.get(event.channel) ?? 0) + fresh, UNREAD_SHOWN));
  });
  const stopMarks = desk.onRead((channel) => setUnread(channel, 0));

  return {
    open: (space, channel) => {
      let timeline = held.get(channel);
      if (timeline === undefined) {
        timeline = createTimeline(peer, desk, space, channel);
        const oldest = held.size >= OPEN_TIMELINES ? held.keys().next().value : undefined;
        if (oldest !== undefined) held.delete(oldest);
      }
      // Last opened, last let go.
      held.delete(channel);
      held.set(channel, timeline);
      return timeline;
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    unread: () => unread,
    count: async (space, channels) => {
      for (const { id } of channels) {
        const read = desk.readMark(id);
        if (counted.has(id) || read === undefined) continue;
        counted.add(id);
        try {
          const page = await peer.call('message.list', { space, channel: id, limit: UNREAD_SHOWN });
          setUnread(id, page.filter((message) => isWaiting(message, desk.readMark(id))).length);
        } catch {
          // Not countable now: the next visit counts again.
          counted.delete(id);
        }
      }
    },
    dispose: () => {
      stopEvents();
      stopMarks();
    },
  };
};
