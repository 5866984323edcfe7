/**
 * [C2] Who may write what: a log may only write Yjs structs under client ids that derive from it, so nobody can write in
 * another's name. It has a few of them, since two windows of one device that edited under the same client id at once
 * would corrupt the document.
 */
import { concatBytes, utf8 } from '../bytes.ts';
import { idToBytes, type LogId } from '../ids.ts';
import type { Primitives } from '../primitives.ts';

/** Windows of one device that may edit one canvas at once. */
export const CANVAS_WINDOWS = 7;
const ALL_WINDOWS = CANVAS_WINDOWS + 1;
/** The window that the peer itself writes in, behind the others: for commands and for restoring. */
export const PEER_WINDOW = ALL_WINDOWS - 1;

const CLIENT_CONTEXT = utf8('plexi/canvas-client/1\0');

/** The Yjs client id (32 bits) of a log's window. */
export const canvasClientId = (primitives: Primitives, log: LogId, window: number): number => {
  const hash = primitives.sha256(concatBytes(CLIENT_CONTEXT, idToBytes(log), new Uint8Array([window])));
  return new DataView(hash.buffer, hash.byteOffset).getUint32(0);
};

/** The client ids that a log may write under. */
export const canvasClientIds = (primitives: Primitives, log: LogId): ReadonlySet<number> =>
  new Set(Array.from({ length: ALL_WINDOWS }, (_, window) => canvasClientId(primitives, log, window)));
