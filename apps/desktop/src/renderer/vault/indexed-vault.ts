/**
 * [C3] The vault over y-indexeddb. IndexedDB is plain on disk, so what it stores is an outer document that holds nothing but
 * sealed updates of the inner one; now and then they are merged into a single sealed snapshot.
 */
import { FROM_KEPT, type KeptDocument, type LocalVault, type OpenVault } from '@plexi/ui';
import { IndexeddbPersistence, storeState } from 'y-indexeddb';
import * as Y from 'yjs';
import { deriveKey, openUpdate, sealUpdate } from './seal.ts';

/** Sealed updates, and bytes of them, past which they are merged. */
const MOST_PIECES = 64;
const MOST_BYTES = 256 * 1024;
/** Milliseconds in which inner updates are gathered into one sealed one. */
const PAUSE_MS = 120;

const decodeKey = (text: string): Uint8Array =>
  Uint8Array.from(atob(text.replace(/-/gu, '+').replace(/_/gu, '/')), (letter) => letter.charCodeAt(0));

const openDocument = async (name: string, key: Uint8Array): Promise<KeptDocument> => {
  const outer = new Y.Doc();
  const pieces = outer.getArray<unknown>('sealed');
  const stored = new IndexeddbPersistence(name, outer);
  const failed = new Promise<never>((_, reject) => {
    // y-indexeddb waits for ever where IndexedDB is not to be had.
    setTimeout(() => reject(new Error('IndexedDB does not open')), 4000);
  });
  await Promise.race([stored.whenSynced, failed]);

  const inner = new Y.Doc();
  let discarded = 0;
  const opened: Uint8Array[] = [];
  const spoilt: number[] = [];
  for (const [index, piece] of pieces.toArray().entries()) {
    const update = piece instanceof Uint8Array ? openUpdate(piece, key) : undefined;
    if (update === undefined) spoilt.push(index);
    else opened.push(update);
  }
  for (const update of opened) Y.applyUpdate(inner, update, FROM_KEPT);
  if (spoilt.length > 0) {
    discarded = spoilt.length;
    outer.transact(() => {
      for (const index of spoilt.reverse()) pieces.delete(index);
    });
  }

  // Other windows of this profile keep their pieces in the same place; they come in whenever it is read again.
  pieces.observe((event, transaction) => {
    if (transaction.local) return;
    for (const { insert } of event.changes.delta) {
      for (const piece of Array.isArray(insert) ? (insert as unknown[]) : []) {
        const update = piece instanceof Uint8Array ? openUpdate(piece, key) : undefined;
        if (update !== undefined) Y.applyUpdate(inner, update, FROM_KEPT);
      }
    }
  });

  const compact = async (): Promise<void> => {
    outer.transact(() => {
      pieces.delete(0, pieces.length);
      pieces.push([sealUpdate(Y.encodeStateAsUpdate(inner), key)]);
    });
    await storeState(stored, true);
  };
  const countBytes = (): number =>
    pieces
      .toArray()
      .reduce<number>((sum, piece) => sum + (piece instanceof Uint8Array ? piece.length : 0), 0);

  let waiting: Uint8Array[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let closed = false;
  const keep = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (waiting.length === 0 || closed) return;
    const update = Y.mergeUpdates(waiting);
    waiting = [];
    pieces.push([sealUpdate(update, key)]);
    // A snapshot alone may be past the limit: then only the number of pieces counts.
    if (pieces.length > MOST_PIECES || (pieces.length > 8 && countBytes() > MOST_BYTES)) void compact();
  };
  inner.on('update', (update: Uint8Array, origin: unknown) => {
    if (origin === FROM_KEPT || closed) return;
    waiting.push(update);
    timer ??= setTimeout(keep, PAUSE_MS);
  });
  // The last words before a tab goes.
  const onHide = (): void => keep();
  globalThis.addEventListener?.('pagehide', onHide);
  globalThis.document?.addEventListener('visibilitychange', onHide);

  if (opened.length > 1) await compact();

  const flush = async (): Promise<void> => {
    keep();
    // Reads everything anew, which waits for the writes queued before it.
    await storeState(stored, false);
  };
  const close = async (): Promise<void> => {
    if (closed) return;
    await flush();
    closed = true;
    globalThis.removeEventListener?.('pagehide', onHide);
    globalThis.document?.removeEventListener('visibilitychange', onHide);
    await stored.destroy();
    outer.destroy();
  };
  return {
    doc: inner,
    discarded,
    flush,
    close,
    reset: async () => {
      clearTimeout(timer);
      waiting = [];
      closed = true;
      await stored.clearData();
      outer.destroy();
    },
  };
};

/** Opens the vault of an account: one database a purpose, each under a key of its own. */
export const openVault: OpenVault = ({ account, key }): LocalVault => {
  const vaultKey = decodeKey(key);
  return {
    open: (purpose) => openDocument(`plexi/${account}/${purpose}`, deriveKey(vaultKey, purpose)),
  };
};
