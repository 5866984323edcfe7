/**
 * What a channel's entries say once they are opened: CBOR `[1, kind, …]`.
 *
 *   post    `post.ts`
 *   import  [1, 1, [[author, time, text, occurrence], …]]
 *   canvas  [1, 2, Yjs update]
 *   canvas-version [1, 11, name]
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
  | { kind: 'canvas'; update: Uint8Array }
  | { kind: 'canvas-version'; name: string }
  | AnnotationEvent;

const VERSION = 1;
const POST = 0;
const IMPORT = 1;
const CANVAS = 2;
const CANVAS_VERSION = 11;

const version = z.literal(VERSION);
const text = boundedText(LIMITS.messageBytes);

const eventShape = z.union([
  z.tuple([version, z.literal(POST), text]),
  z.tuple([version, z.literal(POST), text, extrasShape]),
  z.tuple([version, z.literal(IMPORT), importedLinesShape]),
  z.tuple([version, z.literal(CANVAS), boundedBytes(LIMITS.canvasUpdateBytes)]),
  z.tuple([version, z.literal(CANVAS_VERSION), boundedText(LIMITS.nameBytes)]),
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
    case 'canvas':
      return encodeCbor([VERSION, CANVAS, event.update]);
    case 'canvas-version':
      return encodeCbor([VERSION, CANVAS_VERSION, event.name]);
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
    case CANVAS:
      return { kind: 'canvas', update: value[2] };
    case CANVAS_VERSION:
      return { kind: 'canvas-version', name: value[2] };
  }
};
