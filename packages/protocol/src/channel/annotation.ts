/**
 * What is said about a message, or about a channel, later:
 *
 *   edit   [1, 3, target, text] or [1, 3, target, text, mentions]      react       [1, 4, target, emoji, on]
 *   hide   [1, 5, target], to show it again [1, 5, target, false]      pin         [1, 6, target, on]
 *   vote   [1, 7, target, [option, …]]                                 close-poll  [1, 9, target]
 *   topic  [1, 8, text]
 *
 * A target is a message's id. Who may say what is the fold's question (`fold.ts`): here only the form counts.
 */
import { z } from 'zod';
import { fixedBytes } from '../fields.ts';
import { ID_BYTES, idFromBytes, idToBytes } from '../ids.ts';
import { LIMITS } from '../limits.ts';
import { isEmoji } from './emoji.ts';
import { boundedText, type Mentions, mentionFields, mentionsFromWire, mentionsToWire } from './post.ts';

export type MessageAnnotation =
  | { kind: 'edit'; target: string; text: string; mentions: Mentions }
  | { kind: 'react'; target: string; emoji: string; on: boolean }
  | { kind: 'hide'; target: string; on: boolean }
  | { kind: 'pin'; target: string; on: boolean }
  /** The places of the chosen options, ascending; none takes a vote back. */
  | { kind: 'vote'; target: string; choices: number[] }
  | { kind: 'close-poll'; target: string };

export type AnnotationEvent = MessageAnnotation | { kind: 'topic'; text: string };

const ANNOTATION_KINDS = {
  edit: 3,
  react: 4,
  hide: 5,
  pin: 6,
  vote: 7,
  topic: 8,
  'close-poll': 9,
} as const satisfies Record<AnnotationEvent['kind'], number>;

const version = z.literal(1);
const target = fixedBytes(ID_BYTES);
const text = boundedText(LIMITS.messageBytes);
const choices = z
  .array(
    z
      .int()
      .min(0)
      .max(LIMITS.pollOptions - 1),
  )
  .max(LIMITS.pollOptions)
  .refine((chosen) => chosen.every((choice, i) => i === 0 || (chosen[i - 1] as number) < choice));

const kind = <Name extends AnnotationEvent['kind']>(name: Name) => z.literal(ANNOTATION_KINDS[name]);
const mentions = z.strictObject(mentionFields).refine((map) => Object.keys(map).length > 0);

export const annotationShapes = [
  z.tuple([version, kind('edit'), target, text]),
  z.tuple([version, kind('edit'), target, text, mentions]),
  z.tuple([version, kind('react'), target, z.string().refine(isEmoji), z.boolean()]),
  z.tuple([version, kind('hide'), target]),
  z.tuple([version, kind('hide'), target, z.literal(false)]),
  z.tuple([version, kind('pin'), target, z.boolean()]),
  z.tuple([version, kind('vote'), target, choices]),
  z.tuple([version, kind('topic'), boundedText(LIMITS.topicBytes)]),
  z.tuple([version, kind('close-poll'), target]),
] as const;

type AnnotationWire = z.infer<(typeof annotationShapes)[number]>;

export const isAnnotationWire = (wire: readonly [number, number, ...unknown[]]): wire is AnnotationWire =>
  wire[1] >= ANNOTATION_KINDS.edit && wire[1] <= ANNOTATION_KINDS['close-poll'];

/** What stands behind the version and the kind. */
export const annotationToWire = (event: AnnotationEvent): unknown[] => {
  const head = [1, ANNOTATION_KINDS[event.kind]];
  if (event.kind === 'topic') return [...head, event.text];
  const about = [...head, idToBytes(event.target)];
  switch (event.kind) {
    case 'edit': {
      const named = mentionsToWire(event.mentions);
      return Object.keys(named).length === 0 ? [...about, event.text] : [...about, event.text, named];
    }
    case 'react':
      return [...about, event.emoji, event.on];
    case 'pin':
      return [...about, event.on];
    case 'vote':
      return [...about, event.choices];
    case 'hide':
      return event.on ? about : [...about, false];
    case 'close-poll':
      return about;
  }
};

export const annotationFromWire = (wire: AnnotationWire): AnnotationEvent => {
  switch (wire[1]) {
    case ANNOTATION_KINDS.edit:
      return {
        kind: 'edit',
        target: idFromBytes(wire[2]),
        text: wire[3],
        mentions: mentionsFromWire(wire[4] ?? {}),
      };
    case ANNOTATION_KINDS.react:
      return { kind: 'react', target: idFromBytes(wire[2]), emoji: wire[3], on: wire[4] };
    case ANNOTATION_KINDS.hide:
      return { kind: 'hide', target: idFromBytes(wire[2]), on: wire[3] ?? true };
    case ANNOTATION_KINDS.pin:
      return { kind: 'pin', target: idFromBytes(wire[2]), on: wire[3] };
    case ANNOTATION_KINDS.vote:
      return { kind: 'vote', target: idFromBytes(wire[2]), choices: wire[3] };
    case ANNOTATION_KINDS.topic:
      return { kind: 'topic', text: wire[2] };
    case ANNOTATION_KINDS['close-poll']:
      return { kind: 'close-poll', target: idFromBytes(wire[2]) };
  }
};
