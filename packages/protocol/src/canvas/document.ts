/**
 * A canvas in memory: one Yjs document, made of the updates that count. Erased content is kept in it, since whether a
 * later update is lawful may hang on what was there, and since the history is told from it.
 */
import type { Node } from 'prosemirror-model';
import * as Y from 'yjs';
import { LIMITS } from '../limits.ts';
import { readContent } from './content.ts';
import { createJudge } from './judge.ts';

/** An update with the client ids that its log may write under. */
export interface SignedUpdate {
  update: Uint8Array;
  writers: ReadonlySet<number>;
}

/** What became of an update, and which ones it let in: itself, and others that had waited for it. */
export interface Taken {
  verdict: 'lawful' | 'waiting' | 'unlawful';
  shown: Uint8Array[];
}

export interface Canvas {
  readonly doc: Y.Doc;
  /** Judges an update and takes it in [C2]. What builds on something that is not here waits for it. */
  take(signed: SignedUpdate): Taken;
  /** Judges without taking in. */
  judge(signed: SignedUpdate): Taken['verdict'];
  read(): Node;
  /** Everything that counts as one update. */
  state(): Uint8Array;
  /** Updates that wait, as they were given. */
  waiting(): readonly SignedUpdate[];
  /** Whether `LIMITS.canvasBytes` leaves room for so many bytes more. */
  hasRoomFor(bytes: number): boolean;
}

/** The state without what was erased: what of a canvas counts against its limit. */
const leanBytes = (state: Uint8Array): number => {
  const lean = new Y.Doc({ gc: true });
  Y.applyUpdate(lean, state);
  const bytes = Y.encodeStateAsUpdate(lean).length;
  lean.destroy();
  return bytes;
};

/** Makes a canvas from a state that was judged before. */
export const createCanvas = (state?: Uint8Array): Canvas => {
  const doc = new Y.Doc({ gc: false });
  if (state !== undefined) Y.applyUpdate(doc, state);
  const judge = createJudge(doc);
  let waiting: SignedUpdate[] = [];
  // An upper bound of the lean size: measuring it takes a copy of the whole canvas.
  let bytes = state?.length ?? 0;

  const admit = (signed: SignedUpdate): Taken['verdict'] => {
    const verdict = judge.verdict(signed.update, signed.writers);
    if (verdict !== 'lawful') return verdict;
    Y.applyUpdate(doc, signed.update);
    bytes += signed.update.length;
    return verdict;
  };

  return {
    doc,
    take: (signed) => {
      const verdict = admit(signed);
      if (verdict === 'waiting') {
        // The oldest gives way: it has waited longest for what may never come.
        if (waiting.length >= LIMITS.canvasWaiting) waiting.shift();
        waiting.push(signed);
      }
      if (verdict !== 'lawful') return { verdict, shown: [] };
      const shown = [signed.update];
      for (let again = waiting.length > 0; again; ) {
        again = false;
        const still: SignedUpdate[] = [];
        for (const one of waiting) {
          const now = admit(one);
          if (now === 'waiting') still.push(one);
          if (now !== 'lawful') continue;
          shown.push(one.update);
          again = true;
        }
        waiting = still;
      }
      return { verdict, shown };
    },
    judge: ({ update, writers }) => judge.verdict(update, writers),
    read: () => readContent(doc),
    state: () => Y.encodeStateAsUpdate(doc),
    waiting: () => waiting,
    hasRoomFor: (more) => {
      if (bytes + more > LIMITS.canvasBytes) bytes = leanBytes(Y.encodeStateAsUpdate(doc));
      return bytes + more <= LIMITS.canvasBytes;
    },
  };
};

/** What a document with `state` has to say to become `change`d, written under `clientId`. */
export const composeUpdate = (
  state: Uint8Array,
  clientId: number,
  change: (doc: Y.Doc) => void,
): Uint8Array => {
  const doc = new Y.Doc({ gc: false });
  Y.applyUpdate(doc, state);
  doc.clientID = clientId;
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  change(doc);
  return Y.mergeUpdates(updates);
};
