/**
 * The shared note of a channel: one Yjs text, whose updates travel as entries of the channel's logs [C2].
 *
 * A log may only write structs under client ids that derive from it, so nobody can write in another's name. It has a few
 * of them, since two windows of one device that edited under the same client id at once would corrupt the document.
 */
import * as Y from 'yjs';
import { concatBytes, utf8 } from '../bytes.ts';
import { plexiError } from '../errors.ts';
import { idToBytes, type LogId } from '../ids.ts';
import { LIMITS } from '../limits.ts';
import type { Primitives } from '../primitives.ts';

/** Windows of one device that may edit one note at once. */
export const NOTE_WINDOWS = 8;
/** The name of the text in the Yjs document. */
export const NOTE_TEXT = 'note';

const CLIENT_CONTEXT = utf8('plexi/note-client/1\0');

/** The Yjs client id (32 bits) of a log's window. */
export const noteClientId = (primitives: Primitives, log: LogId, window: number): number => {
  const hash = primitives.sha256(concatBytes(CLIENT_CONTEXT, idToBytes(log), new Uint8Array([window])));
  return new DataView(hash.buffer, hash.byteOffset).getUint32(0);
};

/** The client ids that a log may write under. */
export const noteClientIds = (primitives: Primitives, log: LogId): ReadonlySet<number> =>
  new Set(Array.from({ length: NOTE_WINDOWS }, (_, window) => noteClientId(primitives, log, window)));

/** Whether an update is well formed and all its structs are of `clients`; deletions may name anybody's. */
export const updateIsOwn = (update: Uint8Array, clients: ReadonlySet<number>): boolean => {
  if (update.length > LIMITS.noteUpdateBytes) return false;
  try {
    return Y.decodeUpdate(update).structs.every((struct) => clients.has(struct.id.client));
  } catch {
    return false;
  }
};

/** A note in memory. */
export interface Note {
  /** Takes an update in; ones that wait for others are kept by Yjs until those come. */
  apply(update: Uint8Array): void;
  text(): string;
  /** The whole note as one update. */
  state(): Uint8Array;
  /** Whether `LIMITS.noteBytes` leaves room for so many bytes more. */
  hasRoomFor(bytes: number): boolean;
}

/** Makes a note from the updates that count, in any order. */
export const createNote = (updates: Iterable<Uint8Array>): Note => {
  const doc = new Y.Doc({ gc: true });
  // An upper bound of the state's size: measuring it takes an encoding of the whole note.
  let bytes = 0;
  const apply = (update: Uint8Array): void => {
    try {
      Y.applyUpdate(doc, update);
      bytes += update.length;
    } catch (error) {
      throw plexiError('ENTRY_MALFORMED', { cause: error, detail: 'note update' });
    }
  };
  for (const update of updates) apply(update);
  const state = (): Uint8Array => Y.encodeStateAsUpdate(doc);
  return {
    apply,
    text: () => doc.getText(NOTE_TEXT).toJSON(),
    state,
    hasRoomFor: (more) => {
      if (bytes + more > LIMITS.noteBytes) bytes = state().length;
      return bytes + more <= LIMITS.noteBytes;
    },
  };
};
