/** Lines of somebody's chat from elsewhere, carried in by a member. */
import { z } from 'zod';
import { concatBytes, toHex, utf8 } from '../bytes.ts';
import { encodeCbor } from '../cbor.ts';
import { type ChannelId, idToBytes } from '../ids.ts';
import { LIMITS } from '../limits.ts';
import type { Primitives } from '../primitives.ts';
import { boundedText } from './post.ts';

export interface ImportedLine {
  author: string;
  time: string;
  text: string;
  /** How many equal lines came before it in the same file: a file may well say the same thing twice. */
  occurrence: number;
}

/** Lines and bytes that one import entry carries: an import is one act of one person, so many lines share a signature. */
export const IMPORT_ENTRY_LINES = 64;
export const IMPORT_ENTRY_BYTES = 32 * 1024;

const label = boundedText(LIMITS.importLabelBytes);

export const importedLinesShape = z
  .array(
    z.tuple([
      label,
      label,
      boundedText(LIMITS.messageBytes),
      z.number().int().min(0).max(LIMITS.importLines),
    ]),
  )
  .min(1)
  .max(IMPORT_ENTRY_LINES);

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
