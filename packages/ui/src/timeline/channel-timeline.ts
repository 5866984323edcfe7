/** The timeline of one channel: what is shown of it now, and how to come by the rest. */
import type { Message, PeerEvent } from '@plexi/operations';
import type { Sight, Unreads } from '../awareness/unreads.ts';
import { type Failure, toFailure } from '../connection/failure.ts';
import type { PeerLink } from '../connection/peer-link.ts';
import {
  addOutgoing,
  advanceDelivery,
  advanceRead,
  changeMessages,
  dropOutgoing,
  EMPTY_TIMELINE,
  hideMessage,
  PAGE,
  receiveMessages,
  settleOutgoing,
  showAround,
  showNewer,
  showNewest,
  showOlder,
  type TimelineState,
} from './timeline-state.ts';

export interface ChannelTimeline {
  subscribe: (listener: () => void) => () => void;
  snapshot: () => TimelineState;
  /** Loads what is around the first unread message, if it is not here. */
  openAt: (first: string) => Promise<Failure | undefined>;
  /** Loads or refreshes the newest page; what is read further back stays. */
  refresh: () => Promise<Failure | undefined>;
  loadOlder: () => Promise<Failure | undefined>;
  loadNewer: () => Promise<Failure | undefined>;
  /** Loads a message with its neighbours, if it is not here. */
  loadAround: (message: string) => Promise<Failure | undefined>;
  /** Back from older messages to the newest page. */
  loadNewest: () => Promise<Failure | undefined>;
  /** Shows the message at once and sends it; gives back what went wrong. */
  post: (text: string, answers?: Message) => Promise<Failure | undefined>;
  /** Takes over how messages look now. */
  change: (messages: readonly Message[]) => void;
  hide: (message: string) => void;
  /** What lies between two messages was seen. */
  markRead: (seen: Sight) => void;
  /** The reader goes elsewhere: whoever comes back comes to the newest messages. */
  leave: () => void;
  /** Whether nothing has come since the reader left: the peer counts what waits only a moment after it has told of it. */
  isAsLeft: () => boolean;
  /** Whether the reader looks at older messages: nothing is taken away under them. */
  setReading: (reading: boolean) => void;
}

export interface HeldTimeline extends ChannelTimeline {
  apply: (event: PeerEvent) => void;
}

/** Messages in the page around one that is jumped to. */
const AROUND = 80;

let outgoingKeys = 0;

export const createTimeline = (
  { peer, unreads }: { peer: PeerLink['client']; unreads: Unreads },
  space: string,
  channel: string,
): HeldTimeline => {
  let state = EMPTY_TIMELINE;
  const listeners = new Set<() => void>();
  let reading = false;
  /** The newest message when the reader went. */
  let left: string | undefined;
  let older: Promise<Failure | undefined> | undefined;
  let newer: Promise<Failure | undefined> | undefined;
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
  const list = (input: { limit: number; before?: string; after?: string; around?: string }) =>
    peer.call('message.list', { space, channel, replies: false, ...input });

  const timeline: HeldTimeline = {
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
        // A reader far back keeps their place; what came since is loaded on the way to it.
        const middle = state.newest ? undefined : state.messages[Math.floor(state.messages.length / 2)];
        if (middle !== undefined) {
          const around = { limit: Math.min(state.messages.length, 500), around: middle.id };
          set(showAround(state, await list(around)));
          return;
        }
        const limit = Math.min(Math.max(PAGE, reading ? state.messages.length : 0), 500);
        const page = await list({ limit });
        // Somebody who has jumped away meanwhile is not to be brought back.
        if (state.newest) set(showNewest(state, page, limit));
      }),
    openAt: (first) =>
      attempt(async () => {
        if (state.messages.some(({ id }) => id === first)) return;
        const page = await list({ limit: AROUND, around: first });
        // The first unread one may be said in a thread alone: then what follows it here is the first.
        set(
          showAround(
            state,
            page.filter(({ apart }) => apart !== true),
          ),
        );
      }),
    loadNewest: () =>
      attempt(async () => {
        if (state.newest && state.loaded) return;
        set(showNewest({ ...state, messages: [] }, await list({ limit: PAGE }), PAGE));
      }),
    loadOlder: () => {
      const first = state.messages[0];
      if (first === undefined || state.complete) return Promise.resolve(undefined);
      older ??= attempt(async () => {
        const page = await list({ limit: PAGE, before: first.id });
        if (state.messages[0]?.id === first.id) set(showOlder(state, page, PAGE));
      }).finally(() => {
        older = undefined;
      });
      return older;
    },
    loadNewer: () => {
      const last = state.messages.at(-1);
      if (last === undefined || state.newest) return Promise.resolve(undefined);
      newer ??= attempt(async () => {
        const page = await list({ limit: PAGE, after: last.id });
        if (state.messages.at(-1)?.id === last.id) set(showNewer(state, page, PAGE));
      }).finally(() => {
        newer = undefined;
      });
      return newer;
    },
    loadAround: (message) =>
      attempt(async () => {
        if (state.messages.some(({ id }) => id === message)) return;
        set(showAround(state, await list({ limit: AROUND, around: message })));
      }),
    post: (text, answers) => {
      outgoingKeys += 1;
      const key = `outgoing-${outgoingKeys}`;
      const time = new Date().toISOString();
      set(addOutgoing(state, { key, text, time, ...(answers === undefined ? {} : { answers }) }));
      return attempt(async () => {
        try {
          const sent =
            answers === undefined
              ? await peer.call('message.send', { space, channel, text })
              : await peer.call('message.reply', { space, id: answers.id, text, channel: true });
          set(settleOutgoing(state, key, sent));
        } catch (error) {
          set(dropOutgoing(state, key));
          throw error;
        }
      });
    },
    change: (messages) => set(changeMessages(state, messages)),
    hide: (message) => set(hideMessage(state, message)),
    leave: () => {
      left = state.messages.at(-1)?.id;
      if (!state.newest) set({ ...EMPTY_TIMELINE, outgoing: state.outgoing });
    },
    isAsLeft: () => state.messages.at(-1)?.id === left,
    markRead: (seen) => unreads.read(space, channel, seen),
    apply: (event) => {
      if (event.type === 'messages') {
        // What is said in a thread alone is the thread's.
        const here = event.messages.filter((message) => message.apart !== true);
        set(receiveMessages(state, here, reading));
        if (event.more && state.loaded) void timeline.refresh();
      } else if (event.type === 'changed') {
        set(changeMessages(state, event.messages));
      } else if (event.type === 'delivery') {
        set(advanceDelivery(state, event));
      } else if (event.type === 'read') {
        set(advanceRead(state, event));
      } else if (event.type === 'reset' && state.loaded) {
        void timeline.refresh();
      }
    },
  };
  return timeline;
};
