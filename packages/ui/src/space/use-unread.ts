import { useMemo } from 'react';
import { useUnreads } from '../awareness/use-unreads.ts';

export interface UnreadCount {
  unread: number;
  mentions: number;
}

/** What is unread, by channel, and neither muted nor read: of a channel that notifies of mentions alone, all the same. */
export const useUnread = (): ReadonlyMap<string, UnreadCount> => {
  const waiting = useUnreads();
  return useMemo(() => new Map([...waiting].filter(([, { level }]) => level !== 'none')), [waiting]);
};
