/** How far somebody has read, from what was in sight: nothing that lies between is taken for read. */
import type { Message } from '@plexi/operations';
import type { Sight } from '../awareness/unreads.ts';
import type { TimelineState } from './timeline-state.ts';

/**
 * How far a channel was seen: all up to a clock. With `id`, of the messages of that clock (lines of one import) only those
 * up to that one.
 */
export interface Seen {
  clock: number;
  id?: string;
}

export const seenUpTo = ({ clock, id }: Message): Seen => ({ clock, id });

/** Whether a message, at its place in the list, is past what was seen. */
const pastOf = ({ messages }: TimelineState, seen: Seen) => {
  const end = messages.findIndex(({ id }) => id === seen.id);
  return ({ clock }: Message, index: number): boolean =>
    clock > seen.clock || (clock === seen.clock && end >= 0 && index > end);
};

const newsOf = (state: TimelineState, seen: Seen) => {
  const isPast = pastOf(state, seen);
  return (message: Message, index: number): boolean =>
    isPast(message, index) && !message.own && message.hidden !== true;
};

/** The first message past what was seen that somebody else wrote. */
export const firstUnseen = (state: TimelineState, seen: Seen): Message | undefined =>
  state.messages.find(newsOf(state, seen));

/** The last message of all that are here, where it is past what was seen. */
export const lastUnseen = (state: TimelineState, seen: Seen): Message | undefined => {
  const last = state.messages.at(-1);
  return last !== undefined && pastOf(state, seen)(last, state.messages.length - 1) ? last : undefined;
};

/** Whether a message lies before what was seen, and is no line of an import that is just being read. */
export const isBefore = (state: TimelineState, id: string, seen: Seen): boolean => {
  const { messages } = state;
  const clock = messages.find((message) => message.id === id)?.clock;
  const isPast = pastOf(state, seen);
  return (
    clock !== undefined &&
    !messages.some((message, index) => message.clock === clock && isPast(message, index))
  );
};

/**
 * Up to which message everything was seen. `undefined` where nothing new is in sight, or something unseen lies before it:
 * here, or in pages that are not loaded.
 */
export const readUpTo = (state: TimelineState, seen: Seen, sight: Sight): Message | undefined => {
  const { messages } = state;
  const isPast = pastOf(state, seen);
  const from = messages.findIndex(({ id }) => id === sight.first);
  const to = messages.findLastIndex(({ id }) => id === sight.last);
  const [oldest, last] = [messages[0], messages[to]];
  if (from < 0 || oldest === undefined || last === undefined || !isPast(last, to)) return undefined;
  const startsLater = !state.complete && isPast(oldest, 0);
  const skipped = messages.slice(0, from).some(newsOf(state, seen));
  return startsLater || skipped ? undefined : last;
};

/** Whether the end of the list is in sight, but not all of what is new: more came at once than fits. */
export const hasMissed = (state: TimelineState, seen: Seen, sight: Sight): boolean => {
  const first = state.messages.findIndex(newsOf(state, seen));
  return first >= 0 && first < state.messages.findIndex(({ id }) => id === sight.first);
};

/** Whether a message is among those in sight. */
export const isInSight = ({ messages }: TimelineState, id: string, sight: Sight): boolean => {
  const index = messages.findIndex((message) => message.id === id);
  return (
    index >= 0 &&
    index >= messages.findIndex((message) => message.id === sight.first) &&
    index <= messages.findLastIndex((message) => message.id === sight.last)
  );
};
