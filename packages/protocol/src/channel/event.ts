/**
 * What a channel's entries say once they are opened: CBOR `[1, kind, …]`.
 *
 *   post    `post.ts`
 *   import  [1, 1, [[author, time, text, occurrence], …]]
 *   note    [1, 2, Yjs update]
 *   what is said about messages later: `annotation.ts`
 */
import { z } from 'zod';
import { decodeCbor, encodeCbor } from '../cbor.ts';
import { plexiError } from '../errors.ts';
import { boundedBytes } from '../fields.ts';
import { LIMITS } from '../limits.ts';
import {
  type AnnotationEvent,
  annotationFromWire,
  annotationShapes,
  annotationToWire,
  isAnnotationWire,
} from './annotation.ts';
import { type ImportedLine, importedLinesShape } from './imported-line.ts';
import { boundedText, extrasFromWire, extrasShape, extrasToWire, type PostExtras } from './post.ts';

export type ChannelEvent =
  | { kind: 'post'; text: string; extras?: PostExtras }
  | { kind: 'import'; lines: ImportedLine[] }
  | { kind: 'note'; update: Uint8Array }
  | AnnotationEvent;

const VERSION = 1;
const POST = 0;
const IMPORT = 1;
const NOTE = 2;

const version = z.literal(VERSION);
const text = boundedText(LIMITS.messageBytes);

const eventShape = z.union([
  z.tuple([version, z.literal(POST), text]),
  z.tuple([version, z.literal(POST), text, extrasShape]),
  z.tuple([version, z.literal(IMPORT), importedLinesShape]),
  z.tuple([version, z.literal(NOTE), boundedBytes(LIMITS.noteUpdateBytes)]),
  ...annotationShapes,
]);

const encodePost = (words: string, extras: PostExtras | undefined): Uint8Array => {
  const map = extras === undefined ? {} : extrasToWire(extras);
  const isPlain = Object.keys(map).length === 0;
  return encodeCbor(isPlain ? [VERSION, POST, words] : [VERSION, POST, words, map]);
};

/** The bytes that are sealed. */
export const encodeEvent = (event: ChannelEvent): Uint8Array => {
  switch (event.kind) {
    case 'post':
      return encodePost(event.text, event.extras);
    case 'import':
      return encodeCbor([
        VERSION,
        IMPORT,
        event.lines.map((line) => [line.author, line.time, line.text, line.occurrence]),
      ]);
    case 'note':
      return encodeCbor([VERSION, NOTE, event.update]);
    default:
      return encodeCbor(annotationToWire(event));
  }
};

/** Parses an opened body. Throws ENTRY_MALFORMED; a kind from a later version is malformed to this one. */
export const decodeEvent = (bytes: Uint8Array): ChannelEvent => {
  let value: z.infer<typeof eventShape>;
  try {
    value = eventShape.parse(decodeCbor(bytes, LIMITS.bodyBytes));
  } catch (error) {
    throw plexiError('ENTRY_MALFORMED', { cause: error, detail: 'channel event' });
  }
  if (isAnnotationWire(value)) return annotationFromWire(value);
  switch (value[1]) {
    case POST: {
      const [, , words, extras] = value;
      return {
        kind: 'post',
        text: words,
        ...(extras === undefined ? {} : { extras: extrasFromWire(extras) }),
      };
    }
    case IMPORT:
      return {
        kind: 'import',
        lines: value[2].map(([author, time, lineText, occurrence]) => ({
          author,
          time,
          text: lineText,
          occurrence,
        })),
      };
    case NOTE:
      return { kind: 'note', update: value[2] };
  }
};
