/** What views are told of small spaces: a private channel is part of its space, and a conversation is where it goes on. */
import type { PeerEvent } from '@plexi/operations';
import type { SpaceId } from '@plexi/protocol';
import { channelOf, homeOf, type Talks } from '../small-space/conversation.ts';
import type { Space } from '../space/space.ts';

type PlacedEvent = Extract<PeerEvent, { space: string }>;

/** Of a conversation's other parts; what is about their canvas stays theirs. */
const atHome = (event: PlacedEvent, home: Space): PeerEvent => {
  if (event.type === 'canvas' || event.type === 'cursor' || event.space === home.id) return event;
  const [space, channel] = [home.id, channelOf(home)];
  if (event.type === 'delivery' || event.type === 'read')
    return { ...event, space, channel, within: event.channel };
  return 'channel' in event ? { ...event, space, channel } : { ...event, space };
};

/** The event as views of the space see it, and what else changed by it. */
export const eventsFor = (
  event: PeerEvent,
  talks: Talks,
  spaces: ReadonlyMap<SpaceId, Space>,
): PeerEvent[] => {
  if (!('space' in event)) return [event];
  const id = event.space as SpaceId;
  const small = talks.small.record(id);
  if (small === undefined) return [event];
  if (small.kind === 'channel') return [{ ...event, space: small.parent }];
  const space = spaces.get(id);
  const shown = space === undefined ? event : atHome(event, homeOf(talks, space));
  return event.type === 'messages' || event.type === 'space' ? [shown, { type: 'directs' }] : [shown];
};
