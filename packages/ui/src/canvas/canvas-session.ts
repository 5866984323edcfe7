/** [C3] A channel's canvas while it is open: kept on this device, edited here, sent in small pieces, updated by the others. */
import { partsOfUpdate } from '@plexi/operations/canvas';
import * as Y from 'yjs';
import { DISCONNECTED, type Failure, toFailure } from '../connection/failure.ts';
import type { PeerLink } from '../connection/peer-link.ts';
import { FROM_KEPT, type KeptDocument, type LocalVault } from '../vault/local-vault.ts';
import { decodeBase64url, encodeBase64url } from './base64url.ts';
import { type Claim, claimName } from './claim.ts';

type CanvasStatus = 'opening' | 'saved' | 'saving' | 'unsent' | 'refused';

interface CanvasState {
  status: CanvasStatus;
  /** What the editor shows; another one after the canvas was built anew. */
  doc: Y.Doc | undefined;
  failure: Failure | undefined;
}

export interface CanvasSession {
  subscribe: (listener: () => void) => () => void;
  snapshot: () => CanvasState;
  /** Others' changes wait while `held`: an input method is in the middle of a word. */
  hold: (held: boolean) => void;
  /** Opens the canvas at the peer, or again after the connection was away. */
  connect: () => Promise<void>;
  /** Throws away what the peer refused and shows the canvas as it is. */
  discard: () => Promise<void>;
  close: () => Promise<void>;
}

export interface CanvasSessionDependencies {
  peer: PeerLink['client'];
  vault: LocalVault | undefined;
  space: string;
  channel: string;
  /** Nothing is sent: who looks on may not write. @default false */
  readOnly?: boolean;
  /**
   * Milliseconds in which edits are gathered.
   * @default 100
   */
  pause?: number;
  /** @default the browser's locks */
  claim?: Claim;
}

/** Bytes of updates that go in one call: well under `LIMITS.canvasUpdateBytes`. */
const CALL_BYTES = 96 * 1024;
const FROM_PEER = 'peer';

const unkept = (): KeptDocument => ({
  doc: new Y.Doc(),
  discarded: 0,
  flush: () => Promise.resolve(),
  close: () => Promise.resolve(),
  reset: () => Promise.resolve(),
});

const NOTHING = 2;

/** [C2] Whether a document holds words of others that the peer's state lacks: a cutoff has taken those away. */
const holdsVoided = (doc: Y.Doc, state: Uint8Array, own: ReadonlySet<number>): boolean => {
  const known = Y.decodeStateVector(Y.encodeStateVectorFromUpdate(state));
  return [...Y.decodeStateVector(Y.encodeStateVector(doc))].some(
    ([client, clock]) => !own.has(client) && clock > (known.get(client) ?? 0),
  );
};

export const createCanvasSession = (dependencies: CanvasSessionDependencies): CanvasSession => {
  const { peer, vault, space, channel, readOnly = false, pause = 100, claim = claimName } = dependencies;
  let kept: KeptDocument | undefined;
  let state: CanvasState = { status: 'opening', doc: undefined, failure: undefined };
  let queue: Uint8Array[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let sending: Promise<void> = Promise.resolve();
  let held: Uint8Array[] | undefined;
  let closed = false;
  let claimed: { clientId: number; release: () => void } | undefined;
  const listeners = new Set<() => void>();

  const set = (next: Partial<CanvasState>): void => {
    state = { ...state, ...next };
    for (const listener of listeners) listener();
  };
  const applyRemote = (update: Uint8Array): void => {
    if (held !== undefined) {
      held.push(update);
      return;
    }
    try {
      if (kept !== undefined) Y.applyUpdate(kept.doc, update, FROM_PEER);
    } catch {
      // Not an update: opening the canvas again brings what it stood for, if there is such a thing.
    }
  };

  const takeBatch = (): Uint8Array[] => {
    let bytes = 0;
    const count = queue.findIndex((update, index) => {
      bytes += update.length;
      return index > 0 && bytes > CALL_BYTES;
    });
    return queue.slice(0, count < 0 ? queue.length : count);
  };
  const send = async (): Promise<void> => {
    while (queue.length > 0 && state.status !== 'refused') {
      const batch = takeBatch();
      set({ status: 'saving' });
      try {
        for (const part of partsOfUpdate(Y.mergeUpdates(batch), { maxBytes: CALL_BYTES }))
          await peer.call('canvas.update', { space, channel, update: encodeBase64url(part) });
        queue = queue.slice(batch.length);
      } catch (error) {
        const failure = toFailure(error);
        // Without a connection the edits wait; they are kept, and go out when it is back.
        set({ status: failure.code === DISCONNECTED ? 'unsent' : 'refused', failure });
        return;
      }
    }
    if (state.status === 'saving' || state.status === 'unsent') set({ status: 'saved', failure: undefined });
  };
  const flush = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    sending = sending.then(send);
    return sending;
  };

  const watch = (document: KeptDocument): void => {
    document.doc.on('update', (update: Uint8Array, origin: unknown) => {
      // What another window kept, that window sends.
      if (readOnly || document !== kept || origin === FROM_PEER || origin === FROM_KEPT) return;
      queue.push(update);
      if (state.status !== 'refused') set({ status: 'saving' });
      timer ??= setTimeout(() => void flush(), pause);
    });
  };

  const openKept = async (): Promise<KeptDocument> => {
    if (vault === undefined) return unkept();
    try {
      return await vault.open(`canvas/${channel}`);
    } catch {
      return unkept();
    }
  };

  /** Takes in what the peer and other windows have; gives what the peer lacks: written here, and not sent before a crash. */
  const catchUp = async (document: KeptDocument) => {
    await document.flush();
    const opened = await peer.call('canvas.open', { space, channel });
    const known = decodeBase64url(opened.state);
    const writers = new Set(opened.clientIds);
    const missing = (): Uint8Array[] =>
      partsOfUpdate(Y.encodeStateAsUpdate(document.doc), { known, writers, maxBytes: CALL_BYTES });
    if (holdsVoided(document.doc, known, writers)) {
      // Of erasures nobody can tell whose they were: those that were not sent yet are lost with what was voided.
      const words = missing().filter((part) => Y.decodeUpdate(part).structs.length > 0);
      const fresh = await startAnew(document);
      Y.applyUpdate(fresh.doc, known, FROM_PEER);
      for (const part of words) Y.applyUpdate(fresh.doc, part, FROM_PEER);
      return { ...opened, document: fresh, unsent: words };
    }
    Y.applyUpdate(document.doc, known, FROM_PEER);
    return {
      ...opened,
      document,
      unsent: readOnly ? [] : missing().filter(({ length }) => length > NOTHING),
    };
  };
  const startAnew = async (document: KeptDocument): Promise<KeptDocument> => {
    await document.reset();
    const fresh = await openKept();
    kept = fresh;
    watch(fresh);
    return fresh;
  };

  let stopEvents: (() => void) | undefined;
  const listen = (): void => {
    stopEvents ??= peer.onEvent((event) => {
      if (event.type !== 'canvas' || event.channel !== channel) return;
      if (event.update === undefined) void rebuild();
      else applyRemote(decodeBase64url(event.update));
    });
  };

  let connecting: Promise<void> | undefined;
  const open = async (): Promise<void> => {
    try {
      if (kept === undefined) {
        const opened = await openKept();
        if (closed) {
          await opened.close();
          return;
        }
        kept = opened;
        watch(opened);
        set({ doc: opened.doc });
      }
      listen();
      await sending;
      let { clientId, unsent, document } = await catchUp(kept);
      queue = unsent;
      if (document.doc !== state.doc) set({ doc: document.doc });
      await flush();
      if (claimed?.clientId !== clientId || document.doc.clientID !== clientId) {
        // Read only from here until the new id is ours alone.
        if (state.status !== 'refused' && state.status !== 'unsent') set({ status: 'opening' });
        claimed?.release();
        claimed = undefined;
        claimed = { clientId, release: await claim(`canvas/${channel}/${clientId}`) };
        // Who held the id before may have written and sent until just now.
        ({ clientId, unsent, document } = await catchUp(document));
        queue = unsent;
        document.doc.clientID = clientId;
        if (document.doc !== state.doc) set({ doc: document.doc });
      }
      if (state.status === 'opening') set({ status: 'saved', failure: undefined });
      await flush();
    } catch (error) {
      const failure = toFailure(error);
      set(
        state.status === 'opening' || failure.code !== DISCONNECTED
          ? { failure }
          : { status: 'unsent', failure },
      );
    }
  };
  const connect = (): Promise<void> => {
    connecting ??= open().finally(() => {
      connecting = undefined;
    });
    return connecting;
  };
  /** A cutoff took edits away: the peer has built the canvas without them, and so does this. */
  const rebuild = async (): Promise<void> => {
    await connecting;
    if (kept === undefined || closed) return;
    await flush();
    await connect();
  };

  return {
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    snapshot: () => state,
    hold: (hold) => {
      if (hold) {
        held ??= [];
        return;
      }
      const waiting = held ?? [];
      held = undefined;
      for (const update of waiting) applyRemote(update);
    },
    connect,
    discard: async () => {
      if (kept === undefined) return;
      const refused = kept;
      kept = undefined;
      queue = [];
      set({ status: 'opening', doc: undefined, failure: undefined });
      await refused.reset();
      await connect();
    },
    close: async () => {
      closed = true;
      stopEvents?.();
      if (state.status !== 'refused') await flush();
      await kept?.close();
      claimed?.release();
    },
  };
};
