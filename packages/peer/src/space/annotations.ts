/** What is said about messages later, between its event and its row in the store. */
import {
  type AnnotationEvent,
  type ChannelId,
  decodeEvent,
  encodeEvent,
  type PostExtras,
} from '@plexi/protocol';
import type { StoredAnnotation } from '@plexi/storage';

type Row = Pick<StoredAnnotation, 'target' | 'kind' | 'register' | 'on' | 'payload'>;

/**
 * The register that a later word of the same log replaces. Of votes and closings every one is kept: a vote that came too
 * late must not hide the one before it.
 */
const registerOf = (event: AnnotationEvent, entry: string): string => {
  if (event.kind === 'react') return event.emoji;
  return event.kind === 'vote' || event.kind === 'close-poll' ? entry : '';
};

/** What the store keeps of an event. What a row's columns say already is not said again. */
export const toRow = (event: AnnotationEvent, entry: string, channel: ChannelId): Row => ({
  target: event.kind === 'topic' ? channel : event.target,
  kind: event.kind,
  register: registerOf(event, entry),
  on: 'on' in event ? event.on : true,
  payload:
    event.kind === 'edit' || event.kind === 'vote' || event.kind === 'topic' ? encodeEvent(event) : undefined,
});

/** Undoes `toRow`. */
export const fromRow = ({ target, kind, register, on, payload }: Row): AnnotationEvent | undefined => {
  if (kind === 'react') return { kind, target, emoji: register, on };
  if (kind === 'pin' || kind === 'hide') return { kind, target, on };
  if (kind === 'close-poll') return { kind, target };
  const event = payload === undefined ? undefined : decodeEvent(payload);
  return event?.kind === 'edit' || event?.kind === 'vote' || event?.kind === 'topic' ? event : undefined;
};

/** The kind of the rows that say which model's answers a message has. */
export const ANSWER_KIND = 'answer';

/** A model's answer is something that is said about the question, too: so that a question knows its answers. */
export const answerRows = <Place extends Pick<StoredAnnotation, 'entry'>>(
  place: Place,
  extras: PostExtras | undefined,
): (Place & Row)[] =>
  extras?.inference === undefined || extras.parent === undefined
    ? []
    : [
        {
          ...place,
          target: extras.parent,
          kind: ANSWER_KIND,
          register: place.entry,
          // One of no words only says that there is none.
          on: extras.inference.answerTokens > 0,
          payload: undefined,
        },
      ];
