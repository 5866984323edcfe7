import type { Unread } from '@plexi/operations';
import { useSyncExternalStore } from 'react';
import { useKept } from '../vault/DeskProvider.tsx';

/** What waits to be read, by channel. */
export const useUnreads = (): ReadonlyMap<string, Unread> => {
  const { unreads } = useKept();
  return useSyncExternalStore(unreads.subscribe, unreads.all);
};
