import type { ChannelSummary } from '@plexi/operations';
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { useKept } from '../vault/DeskProvider.tsx';

export interface UnreadCount {
  unread: number;
  mentions: number;
}

/** What is unread, by channel, in the space that is shown and in direct messages. */
export const useUnread = (
  space: string | undefined,
  channels: readonly ChannelSummary[] | undefined,
): ReadonlyMap<string, UnreadCount> => {
  const { timelines } = useKept();
  const counts = useSyncExternalStore(timelines.subscribe, timelines.unread);
  useEffect(() => {
    if (space !== undefined && channels !== undefined) void timelines.count(space, channels);
  }, [timelines, space, channels]);
  return useMemo(
    () => new Map([...counts].map(([channel, unread]) => [channel, { unread, mentions: 0 }])),
    [counts],
  );
};
