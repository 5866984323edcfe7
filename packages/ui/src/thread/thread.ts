/** One thread: the message that it began with and what was answered. Kept in the shape of a timeline, which it is. */
import type { Message, PeerEvent } from '@plexi/operations';
import { type Failure, toFailure } from '../connection/failure.ts';
import type { PeerLink } from '../connection/peer-link.ts';
import {
  addOutgoing,
  advanceDelivery,
  changeMessages,
  dropOutgoing,
  EMPTY_TIMELINE,
  receiveMessages,
  settleOutgoing,
  showNewest,
  type TimelineState,
} from '../timeline/timeline-state.ts';

export interface Thread {
  subscribe: (listener: () => void) => () => void;
  snapshot: () => TimelineState;
  refresh: () => Promise<Failure | undefined>;
  post: (text: string, alsoInChannel: boolean) => Promise<Failure | undefined>;
  change: (messages: readonly Message[]) => void;
}

let outgoingKeys = 0;

/** `message` is any message of the thread. */
export const createThread = (
  peer: PeerLink['client'],
  { space, channel, message }: { space: string; channel: string; message: string },
): Thread => {
  let state = EMPTY_TIMELINE;
  const listeners = new Set<() => void>();
  let stop: (() => void) | undefined;
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
  const refresh = (): Promise<Failure | undefined> =>
    attempt(async () => {
      const page = await peer.call('message.thread', { space, id: message });
      set(showNewest(state, page, page.length + 1));
    });
  const apply = (event: PeerEvent): void => {
    if (!('channel' in event) || event.channel !== channel) return;
    const root = state.messages[0]?.id;
    if (event.type === 'messages')
      set(
        receiveMessages(
          state,
          event.messages.filter((one) => one.root === root || one.id === root),
          true,
        ),
      );
    else if (event.type === 'changed') set(changeMessages(state, event.messages));
    else if (event.type === 'delivery') set(advanceDelivery(state, event));
    else if (event.type === 'reset') void refresh();
  };
  return {
    subscribe: (listener) => {
      listeners.add(listener);
      stop ??= peer.onEvent(apply);
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        stop?.();
        stop = undefined;
      };
    },
    snapshot: () => state,
    refresh,
    change: (messages) => set(changeMessages(state, messages)),
    post: (text, alsoInChannel) => {
      outgoingKeys += 1;
      const key = `reply-${outgoingKeys}`;
      const root = state.messages[0]?.id ?? message;
      set(addOutgoing(state, { key, text, time: new Date().toISOString() }));
      return attempt(async () => {
        try {
          const sent = await peer.call('message.reply', { space, id: root, text, channel: alsoInChannel });
          set(settleOutgoing(state, key, sent));
        } catch (error) {
          set(dropOutgoing(state, key));
          throw error;
        }
      });
    },
  };
};
