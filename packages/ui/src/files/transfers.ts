/** How files on their way stand, as far as events have told. */
import type { OperationClient, Transfer } from '@plexi/operations';
import { useCallback, useSyncExternalStore } from 'react';
import { usePeer } from '../connection/PeerProvider.tsx';

interface Transfers {
  of(id: string): Transfer | undefined;
  set: (transfer: Transfer) => void;
  subscribe: (listener: () => void) => () => void;
}

const known = new WeakMap<object, Transfers>();

const transfersOf = (peer: Pick<OperationClient, 'onEvent'>): Transfers => {
  const there = known.get(peer);
  if (there !== undefined) return there;
  const transfers = new Map<string, Transfer>();
  const listeners = new Set<() => void>();
  const set = (transfer: Transfer): void => {
    transfers.set(transfer.id, transfer);
    for (const listener of listeners) listener();
  };
  peer.onEvent((event) => {
    if (event.type === 'file') set(event.transfer);
  });
  const made: Transfers = {
    of: (id) => transfers.get(id),
    set,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  known.set(peer, made);
  return made;
};

/** A file on its way, and how to say what an operation answered about it. */
export const useTransfer = (id: string): [Transfer | undefined, (transfer: Transfer) => void] => {
  const peer = usePeer();
  const transfers = transfersOf(peer);
  const transfer = useSyncExternalStore(
    transfers.subscribe,
    useCallback(() => transfers.of(id), [transfers, id]),
  );
  return [transfer, transfers.set];
};
