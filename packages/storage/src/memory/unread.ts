/** What waits to be read. */
import type { UnreadMessage, UnreadQuery } from '../store.ts';
import type { StoredMessage } from '../stored-message.ts';

/** Of a timeline, oldest first. */
export const unreadOf = (timeline: readonly StoredMessage[], query: UnreadQuery): UnreadMessage[] => {
  const behind = timeline.filter((message) => message.clock > query.after);
  if (query.only !== 'oldest') behind.reverse();
  const looked = query.only === 'mentions' ? behind : behind.slice(0, query.look);
  return looked
    .filter((message) => !message.dropped && !query.except.includes(message.device))
    .filter((message) => query.only !== 'mentions' || message.mentionsSelf)
    .slice(0, query.limit)
    .map(({ id, clock, device, root, apart, mentionsSelf }) => ({
      id,
      clock,
      device,
      root,
      apart,
      mentionsSelf,
    }));
};
