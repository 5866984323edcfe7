/**
 * What a channel's entries say once they are opened: CBOR `[1, kind, …]`.
 *
 *   post    [1, 0, text]
 *   import  [1, 1, [[author, time, text, occurrence], …]]
 *   note    [1, 2, Yjs update]
 */
import { z } from 'zod';
import { concatBytes, toHex, utf8 } from '../bytes.ts';
import { decodeCbor, encodeCbor } from '../cbor.ts';
import { plexiError } from '../errors.ts';
import { type ChannelId, idToBytes } from '../ids.ts';
import { LIMITS } from '../limits.ts';
import type { Primitives } from '../primitives.ts';

/** A line of somebody's chat from elsewhere, carried in by a member. */
export interface ImportedLine {
  author: string;
  time: string;
  text: string;
  /** How many equal lines came before it in the same file: a file may well say the same thing twice. */
  occurrence: number;
}

export type ChannelEvent =
  | { kind: 'post'; text: string }
  | { kind: 'import'; lines: ImportedLine[] }
  | { kind: 'note'; update: Uint8Array };

const VERSION = 1;
const POST = 0;
const IMPORT = 1;
const NOTE = 2;

/** Lines and bytes that one import entry carries: an import is one act of one person, so many lines share a signature. */
export const IMPORT_ENTRY_LINES = 64;
export const IMPORT_ENTRY_BYTES = 32 * 1024;

const bounded = (limit: number) =>
  z.string().refine((text) => text.length <= limit && utf8(text).length <= limit);
const label = bounded(LIMITS.importLabelBytes);
const text = bounded(LIMITS.messageBytes);

const eventShape = z.union([
  z.tuple([z.literal(VERSION), z.literal(POST), text]),
  z.tuple([
    z.literal(VERSION),
    z.literal(IMPORT),
    z
      .array(z.tuple([label, label, text, z.number().int().min(0).max(LIMITS.importLines)]))
      .min(1)
      .max(IMPORT_ENTRY_LINES),
  ]),
  z.tuple([
    z.literal(VERSION),
    z.literal(NOTE),
    z.instanceof(Uint8Array).refine((update) => update.length <= LIMITS.noteUpdateBytes),
  ]),
]);

/** The bytes that are sealed. */
export const encodeEvent = (event: ChannelEvent): Uint8Array => {
  switch (event.kind) {
    case 'post':
      return encodeCbor([VERSION, POST, event.text]);
    case 'import':
      return encodeCbor([
        VERSION,
        IMPORT,
        event.lines.map((line) => [line.author, line.time, line.text, line.occurrence]),
      ]);
    case 'note':
      return encodeCbor([VERSION, NOTE, event.update]);
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
  switch (value[1]) {
    case POST:
      return { kind: 'post', text: value[2] };
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

const IMPORT_CONTEXT = utf8('plexi/import/1\0');

/** An imported line's id: a hash of what it says and where, so that importing it again adds nothing. */
export const importedLineId = (primitives: Primitives, channel: ChannelId, line: ImportedLine): string =>
  toHex(
    primitives.sha256(
      concatBytes(
        IMPORT_CONTEXT,
        idToBytes(channel),
        encodeCbor([line.author, line.time, line.text, line.occurrence]),
      ),
    ),
  );
