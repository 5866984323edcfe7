/** [C3] A channel's note while it is open: kept on this device, edited here, sent in small pieces, updated by the others. */
import * as Y from 'yjs';
import { DISCONNECTED, type Failure, toFailure } from '../connection/failure.ts';
import type { PeerLink } from '../connection/peer-link.ts';
import { FROM_KEPT, type KeptDocument, type LocalVault } from '../vault/local-vault.ts';
import { decodeBase64url, encodeBase64url } from './base64url.ts';
import { type Claim, claimName } from './claim.ts';
import { type DeltaPiece, findChange } from './text-diff.ts';

type NoteStatus = 'opening' | 'saved' | 'saving' | 'unsent' | 'refused';

interface NoteState {
  status: NoteStatus;
  text: string;
  failure: Failure | undefined;
}

export interface NoteSession {
  subscribe: (listener: () => void) => () => void;
  snapshot: () => NoteState;
  /** Told of others' changes before they show, to move carets. */
  onRemote: (listener: (delta: DeltaPiece[]) => void) => () => void;
  /** Takes over what a text field now holds. `caret` is where its caret stands. */
  write: (text: string, caret: number) => void;
  /** Others' changes wait while `held`: an input method is in the middle of a word. */
  hold: (held: boolean) => void;
  /** Opens the note at the peer, or again after the connection was away. */
  connect: () => Promise<void>;
  /** Throws away what the peer refused and shows the note as it is. */
  discard: () => Promise<void>;
  close: () => Promise<void>;
}

export interface NoteSessionDependencies {
  peer: PeerLink['client'];
  vault: LocalVault | undefined;
  space: string;
  channel: string;
  /**
   * Milliseconds in which edits are gathered.
   * @default 250
   */
  pause?: number;
  /** @default the browser's locks */
  claim?: Claim;
}

/** Bytes of updates that go in one call: well under `LIMITS.noteUpdateBytes`. */
const CALL_BYTES = 96 * 1024;
/** UTF-16 units of one insertion: a longer paste is several, so that none outgrows a call. */
const INSERTION = 16 * 1024;
const FROM_PEER = 'peer';

const unkept = (): KeptDocument => ({
  doc: new Y.Doc(),
  discarded: 0,
  flush: () => Promise.resolve(),
  close: () => Promise.resolve(),
  reset: () => Promise.resolve(),
});

/** A text field turns lone carriage returns into line feeds; one letter for one keeps every index right. */
const showText = (text: Y.Text): string => text.toJSON().replace(/\r/gu, ' ');

export const createNoteSession = (dependencies: NoteSessionDependencies): NoteSession => {
  const { peer, vault, space, channel, pause = 250, claim = claimName } = dependencies;
  let kept: KeptDocument | undefined;
  let state: NoteState = { status: 'opening', text: '', failure: undefined };
  let queue: Uint8Array[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let sending: Promise<void> = Promise.resolve();
  let held: Uint8Array[] | undefined;
  let closed = false;
  let claimed: { clientId: number; release: () => void } | undefined;
  const listeners = new Set<() => void>();
  const remoteListeners = new Set<(delta: DeltaPiece[]) => void>();

  const set = (next: Partial<NoteState>): void => {
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
      // Not an update: opening the note again brings what it stood for, if there is such a thing.
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
        const update = encodeBase64url(Y.mergeUpdates(batch));
        await peer.call('note.edit', { space, channel, update });
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
    const text = document.doc.getText('note');
    text.observe((event, transaction) => {
      if (transaction.origin === FROM_PEER || transaction.origin === FROM_KEPT)
        for (const listener of remoteListeners) listener(event.delta as DeltaPiece[]);
      set({ text: showText(text) });
    });
    document.doc.on('update', (update: Uint8Array, origin: unknown) => {
      // What another window kept, that window sends.
      if (origin === FROM_PEER || origin === FROM_KEPT) return;
      queue.push(update);
      if (state.status !== 'refused') set({ status: 'saving' });
      timer ??= setTimeout(() => void flush(), pause);
    });
    set({ text: showText(text) });
  };

  /** Takes in what the peer and other windows have; gives what the peer lacks: written here, and not sent before a crash. */
  const catchUp = async ({ doc, flush: refresh }: KeptDocument) => {
    await refresh();
    const { clientId, state: whole } = await peer.call('note.open', { space, channel });
    const update = decodeBase64url(whole);
    Y.applyUpdate(doc, update, FROM_PEER);
    const known = Y.decodeStateVector(Y.encodeStateVectorFromUpdate(update));
    const lacks = [...Y.decodeStateVector(Y.encodeStateVector(doc))].some(
      ([client, clock]) => clock > (known.get(client) ?? 0),
    );
    const unsent = lacks ? [Y.encodeStateAsUpdate(doc, Y.encodeStateVectorFromUpdate(update))] : [];
    return { clientId, unsent };
  };

  const openKept = async (): Promise<KeptDocument> => {
    if (vault === undefined) return unkept();
    try {
      return await vault.open(`note/${channel}`);
    } catch {
      return unkept();
    }
  };

  let stopEvents: (() => void) | undefined;
  const listen = (): void => {
    stopEvents ??= peer.onEvent((event) => {
      if (event.type === 'note' && event.channel === channel) applyRemote(decodeBase64url(event.update));
    });
  };

  let connecting: Promise<void> | undefined;
  const connect = async (): Promise<void> => {
    try {
      if (kept === undefined) {
        const opened = await openKept();
        if (closed) {
          await opened.close();
          return;
        }
        kept = opened;
        watch(opened);
      }
      listen();
      await sending;
      let { clientId, unsent } = await catchUp(kept);
      queue = unsent;
      await flush();
      if (claimed?.clientId !== clientId) {
        // Read only from here until the new id is ours alone.
        if (state.status !== 'refused' && state.status !== 'unsent') set({ status: 'opening' });
        claimed?.release();
        claimed = undefined;
        claimed = { clientId, release: await claim(`note/${channel}/${clientId}`) };
        // Who held the id before may have written and sent until just now.
        ({ clientId, unsent } = await catchUp(kept));
        queue = unsent;
        kept.doc.clientID = clientId;
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

  return {
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    snapshot: () => state,
    onRemote: (listener) => {
      remoteListeners.add(listener);
      return () => remoteListeners.delete(listener);
    },
    write: (text, caret) => {
      if (kept === undefined || state.status === 'opening') return;
      const target = kept.doc.getText('note');
      const change = findChange(showText(target), text, caret);
      if (change === undefined) return;
      if (change.removed > 0) kept.doc.transact(() => target.delete(change.at, change.removed));
      for (let from = 0; from < change.inserted.length; ) {
        let to = Math.min(from + INSERTION, change.inserted.length);
        if (to < change.inserted.length && /[\uD800-\uDBFF]/u.test(change.inserted.charAt(to - 1))) to--;
        const piece = change.inserted.slice(from, to);
        const at = change.at + from;
        kept.doc.transact(() => target.insert(at, piece));
        from = to;
      }
    },
    hold: (hold) => {
      if (hold) {
        held ??= [];
        return;
      }
      const waiting = held ?? [];
      held = undefined;
      for (const update of waiting) applyRemote(update);
    },
    connect: () => {
      connecting ??= connect().finally(() => {
        connecting = undefined;
      });
      return connecting;
    },
    discard: async () => {
      if (kept === undefined) return;
      const refused = kept;
      kept = undefined;
      queue = [];
      set({ status: 'opening', text: '', failure: undefined });
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
