/** The timelines of the channels that were looked at, and how many messages wait in the others. */
import type { ChannelSummary, Message, PeerEvent } from '@plexi/operations';
import { type Failure, toFailure } from '../connection/failure.ts';
import type { PeerLink } from '../connection/peer-link.ts';
import type { Desk } from '../vault/desk.ts';
import {
  addOutgoing,
  advanceDelivery,
  dropOutgoing,
  EMPTY_TIMELINE,
  PAGE,
  receiveMessages,
  settleOutgoing,
  showNewest,
  showOlder,
  type TimelineState,
} from './timeline-state.ts';

export interface ChannelTimeline {
  subscribe: (listener: () => void) => () => void;
  snapshot: () => TimelineState;
  /** Loads or refreshes the newest page. */
  refresh: () => Promise<Failure | undefined>;
  loadOlder: () => Promise<Failure | undefined>;
  /** Shows the message at once and sends it; gives back what went wrong. */
  post: (text: string) => Promise<Failure | undefined>;
  /** Everything up to the newest message was seen. */
  markRead: () => void;
  /** Whether the reader looks at older messages: nothing is taken away under them. */
  setReading: (reading: boolean) => void;
}

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

let outgoingKeys = 0;

interface Held extends ChannelTimeline {
  apply: (event: PeerEvent) => void;
}

const createTimeline = (peer: PeerLink['client'], desk: Desk, space: string, channel: string): Held => {
  let state = EMPTY_TIMELINE;
  const listeners = new Set<() => void>();
  let reading = false;
  let older: Promise<Failure | undefined> | undefined;
  const set = (next: TimelineState): void => {
    if (next === state) return;
    state = next;
    for (const listener of listeners) listener();
  };
  const attempt = async (work: () => Promise<void>): Promise<Failure | undefined> => {
    try {
      await work();
      return undefined;
    } catch (error) {
      return toFailure(error);
    }
  };
  const timeline: Held = {
    setReading: (now) => {
      reading = now;
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    snapshot: () => state,
    refresh: () =>
      attempt(async () => {
        const limit = Math.min(Math.max(PAGE, reading ? state.messages.length : 0), 500);
        set(showNewest(state, await peer.call('message.list', { space, channel, limit }), limit));
      }),
    loadOlder: () => {
      const first = state.messages[0];
      if (first === undefined || state.complete) return Promise.resolve(undefined);
      older ??= attempt(async () => {
        const page = await peer.call('message.list', { space, channel, limit: PAGE, before: first.id });
        set(showOlder(state, page, PAGE));
      }).finally(() => {
        older = undefined;
      });
      return older;
    },
    post: (text) => {
      outgoingKeys += 1;
      const key = `outgoing-${outgoingKeys}`;
      set(addOutgoing(state, { key, text, time: new Date().toISOString() }));
      return attempt(async () => {
        try {
          set(settleOutgoing(state, key, await peer.call('message.send', { space, channel, text })));
        } catch (error) {
          set(dropOutgoing(state, key));
          throw error;
        }
      });
    },
    markRead: () => {
      const last = state.messages.at(-1);
      if (last !== undefined) desk.markRead(channel, last.clock);
    },
    apply: (event) => {
      if (event.type === 'messages') {
        set(receiveMessages(state, event.messages, reading));
        if (event.more && state.loaded) void timeline.refresh();
      } else if (event.type === 'delivery') {
        set(advanceDelivery(state, event.relay, event.delivered));
      } else if (event.type === 'reset' && state.loaded) {
        void timeline.refresh();
      }
    },
  };
  return timeline;
};

export const createTimelines = (peer: PeerLink['client'], desk: Desk): Timelines => {
  const held = new Map<string, Held>();
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
