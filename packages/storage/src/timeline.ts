/** The order of a timeline, and which of several messages with one id counts. */
import { type EntryId, type Hlc, ZERO_ID } from '@plexi/protocol';
import type { MessagePage, MessagePlace, StoredAnnotation } from './store.ts';
import type { StoredMessage } from './stored-message.ts';

type Place = Required<MessagePlace>;

/** Negative where `a` comes first. No two messages share a place, so every replica shows one order [C1]. */
export const comparePlaces = (a: Place, b: Place): number => {
  if (a.clock !== b.clock) return a.clock - b.clock;
  if (a.entry !== b.entry) return a.entry < b.entry ? -1 : 1;
  return a.part - b.part;
};

const BEGINNING: Place = { clock: -1 as Hlc, entry: ZERO_ID as EntryId, part: -1 };
const END: Place = { clock: Number.MAX_SAFE_INTEGER as Hlc, entry: 'f'.repeat(64) as EntryId, part: 2 ** 31 };

/** The open interval that a page asks for, and from which end its limit counts. */
export const boundsOf = (page: MessagePage): { after: Place; before: Place; newest: boolean } => ({
  after: page.after === undefined ? BEGINNING : { part: END.part, ...page.after },
  before: page.before === undefined ? END : { part: BEGINNING.part, ...page.before },
  newest: page.after === undefined,
});

/** Of messages with one id, the one that counts. */
export const firstOf = (messages: readonly StoredMessage[]): StoredMessage | undefined => {
  let first: StoredMessage | undefined;
  for (const message of messages)
    if (first === undefined || comparePlaces(message, first) < 0) first = message;
  return first;
};

/** The order of annotations: clock, then entry. */
export const compareAnnotations = (a: StoredAnnotation, b: StoredAnnotation): number =>
  a.clock === b.clock ? (a.entry < b.entry ? -1 : Number(a.entry > b.entry)) : a.clock - b.clock;

/** What is left of a message whose body is gone. */
export const tombstoneOf = (message: StoredMessage): StoredMessage => ({
  ...message,
  author: undefined,
  time: undefined,
  text: '',
  hasFile: false,
  hasLink: false,
  mentionsSelf: false,
  extras: undefined,
  dropped: true,
});
