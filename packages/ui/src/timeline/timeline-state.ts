/** What a timeline shows, as a value: each function takes one and gives the next. Messages are oldest first. */
import type { Message, PeerEvent } from '@plexi/operations';

/** A message on its way to the peer: shown at once. */
export interface Outgoing {
  key: string;
  text: string;
  /** ISO 8601. */
  time: string;
  /** The message that it answers. */
  answers?: Message;
}

export interface TimelineState {
  messages: readonly Message[];
  outgoing: readonly Outgoing[];
  /** Whether a first page is here. */
  loaded: boolean;
  /** Whether the first message of all is here. */
  complete: boolean;
  /** Whether the newest message of all is here. */
  newest: boolean;
}

export const EMPTY_TIMELINE: TimelineState = {
  messages: [],
  outgoing: [],
  loaded: false,
  complete: false,
  newest: true,
};

/** Messages in one page. */
export const PAGE = 50;
/** Messages kept while the reader is at the newest one; past that, the oldest go and are paged in again. */
export const KEPT = 600;
/** Messages kept while the reader moves through what is older: past that, those at the other end go. */
export const KEPT_READING = 1200;

/**
 * By clock. Those of one clock (lines of one import) keep the order that they came in: pages of older ones go in `before`,
 * everything else in `after`.
 */
const mergeMessages = (before: readonly Message[], after: readonly Message[]): Message[] => {
  const seen = new Set(before.map((message) => message.id));
  const fresh = after.filter((message) => !seen.has(message.id));
  const states = new Map(after.map((message) => [message.id, message]));
  return [...before.map((message) => states.get(message.id) ?? message), ...fresh].sort(
    (left, right) => left.clock - right.clock,
  );
};

/** Whether a page shows the first message of all: it is short, and none before it are still coming. */
const isFirstPage = (page: readonly Message[], asked: number): boolean =>
  page.length < asked && page[0]?.earlierComing !== true;

/** The newest page. What is here and joins it without a gap stays. */
export const showNewest = (state: TimelineState, page: readonly Message[], asked: number): TimelineState => {
  const inPage = new Set(page.map((message) => message.id));
  const start = state.messages.findIndex((message) => inPage.has(message.id));
  const joins = start >= 0;
  // From where the two meet the page is right: what it lacks was taken away.
  const older = joins ? state.messages.slice(0, start) : [];
  return {
    ...state,
    messages: mergeMessages(older, page),
    loaded: true,
    complete: isFirstPage(page, asked) || (joins && state.complete),
    newest: true,
  };
};

/** A page before the oldest message that is here. */
export const showOlder = (state: TimelineState, page: readonly Message[], asked: number): TimelineState => {
  // None came, though some are on their way: the same is here as before.
  if (page.length === 0) return { ...state, complete: state.messages[0]?.earlierComing !== true };
  const messages = mergeMessages(page, state.messages);
  const surplus = messages.length - KEPT_READING;
  return {
    ...state,
    messages: surplus > 0 ? messages.slice(0, KEPT_READING) : messages,
    complete: isFirstPage(page, asked),
    newest: state.newest && surplus <= 0,
  };
};

/** A page after the newest message that is here. */
export const showNewer = (state: TimelineState, page: readonly Message[], asked: number): TimelineState => {
  const messages = mergeMessages(state.messages, page);
  const surplus = messages.length - KEPT_READING;
  return {
    ...state,
    messages: surplus > 0 ? messages.slice(surplus) : messages,
    complete: state.complete && surplus <= 0,
    newest: page.length < asked,
  };
};

/** A message with those on both sides of it, in place of what is here. Whether either end is in it shows when it is asked for. */
export const showAround = (state: TimelineState, page: readonly Message[]): TimelineState => ({
  ...state,
  messages: mergeMessages([], page),
  loaded: true,
  complete: false,
  newest: false,
});

/** Messages that arrived or were written elsewhere. */
export const receiveMessages = (
  state: TimelineState,
  arrived: readonly Message[],
  reading: boolean,
): TimelineState => {
  if (!state.loaded) return state;
  const oldest = state.messages[0];
  const latest = state.messages.at(-1);
  // Beyond what is here: it comes with its page. Shown now, it would hide a gap.
  const within = arrived.filter(
    (message) =>
      (state.complete || oldest === undefined || message.clock >= oldest.clock) &&
      (state.newest || (latest !== undefined && message.clock <= latest.clock)),
  );
  let outgoing = state.outgoing;
  const known = new Set(state.messages.map((message) => message.id));
  for (const message of arrived) {
    if (!message.own || message.kind !== 'post' || known.has(message.id)) continue;
    // Our own words may come back as an event before the call that sent them ends.
    const index = outgoing.findIndex((one) => one.text === message.text);
    if (index >= 0) outgoing = outgoing.filter((_, at) => at !== index);
  }
  const messages = within.length === 0 ? state.messages : mergeMessages(state.messages, within);
  const surplus = reading ? 0 : messages.length - KEPT;
  return surplus > 0
    ? { ...state, outgoing, messages: messages.slice(surplus), complete: false }
    : { ...state, outgoing, messages };
};

/** Messages that look different now. Those that are not here stay away. */
export const changeMessages = (state: TimelineState, changed: readonly Message[]): TimelineState => {
  const next = new Map(changed.map((message) => [message.id, message]));
  if (!state.messages.some(({ id }) => next.has(id))) return state;
  return { ...state, messages: state.messages.map((message) => next.get(message.id) ?? message) };
};

/** A message that this account wants to see no longer. */
export const hideMessage = (state: TimelineState, id: string): TimelineState => ({
  ...state,
  messages: state.messages.filter((message) => message.id !== id),
});

/** Of a conversation that lies in several channels, clocks are about one of them. */
const isWithin = (message: Message, channel: string): boolean =>
  message.channel === undefined || message.channel === channel;

/** Own messages up to this clock were read by somebody who shares that. */
export const advanceRead = (
  state: TimelineState,
  { channel, within = channel, upTo }: Extract<PeerEvent, { type: 'read' }>,
): TimelineState => ({
  ...state,
  messages: state.messages.map((message) =>
    isWithin(message, within) && message.own && message.clock <= upTo && message.state !== 'read'
      ? { ...message, state: 'read' as const }
      : message,
  ),
});

/** Own messages up to these clocks are on a relay, and on another member's device. */
export const advanceDelivery = (
  state: TimelineState,
  { channel, within = channel, relay, delivered }: Extract<PeerEvent, { type: 'delivery' }>,
): TimelineState => ({
  ...state,
  messages: state.messages.map((message) => {
    if (
      !isWithin(message, within) ||
      !message.own ||
      message.state === 'delivered' ||
      message.state === 'read'
    )
      return message;
    if (message.clock <= delivered) return { ...message, state: 'delivered' as const };
    if (message.clock <= relay && message.state === 'pending') return { ...message, state: 'relay' as const };
    return message;
  }),
});

export const addOutgoing = (state: TimelineState, outgoing: Outgoing): TimelineState => ({
  ...state,
  outgoing: [...state.outgoing, outgoing],
});

/** The peer has taken the message: it is one like the others from now on. */
export const settleOutgoing = (state: TimelineState, key: string, message: Message): TimelineState => {
  const rest = state.outgoing.filter((one) => one.key !== key);
  const known = state.messages.find((one) => one.id === message.id);
  // What is sent while older messages are read comes with the page that it is in.
  if (!state.newest) return { ...state, outgoing: rest };
  // An event may have told more about its delivery already.
  return { ...state, outgoing: rest, messages: mergeMessages(state.messages, [known ?? message]) };
};

export const dropOutgoing = (state: TimelineState, key: string): TimelineState => ({
  ...state,
  outgoing: state.outgoing.filter((one) => one.key !== key),
});
