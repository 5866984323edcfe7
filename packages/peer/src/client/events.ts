/** What views are told of small spaces: a private channel is part of its space, and a direct message stands in a list. */
import type { PeerEvent } from '@plexi/operations';
import type { SpaceId } from '@plexi/protocol';
import type { SmallRecord } from '../small-space/record.ts';

/** The event as views of the space see it, and what else changed by it. */
export const eventsFor = (
  event: PeerEvent,
  record: (space: SpaceId) => SmallRecord | undefined,
): PeerEvent[] => {
  if (!('space' in event)) return [event];
  const small = record(event.space as SpaceId);
  if (small === undefined) return [event];
  if (small.kind === 'channel') return [{ ...event, space: small.parent }];
  return event.type === 'messages' || event.type === 'space' ? [event, { type: 'directs' }] : [event];
};
