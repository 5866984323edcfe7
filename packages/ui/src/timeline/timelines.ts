/** The timelines of the channels that were looked at. */
import type { Unreads } from '../awareness/unreads.ts';
import type { PeerLink } from '../connection/peer-link.ts';
import { type ChannelTimeline, createTimeline, type HeldTimeline } from './channel-timeline.ts';

export interface Timelines {
  open: (space: string, channel: string) => ChannelTimeline;
  dispose: () => void;
}

/** Timelines kept in memory. */
const OPEN_TIMELINES = 24;

export const createTimelines = (peer: PeerLink['client'], unreads: Unreads): Timelines => {
  const held = new Map<string, HeldTimeline>();
  const stopEvents = peer.onEvent((event) => {
    if ('channel' in event) held.get(event.channel)?.apply(event);
  });
  return {
    open: (space, channel) => {
      let timeline = held.get(channel);
      if (timeline === undefined) {
        timeline = createTimeline({ peer, unreads }, space, channel);
        const oldest = held.size >= OPEN_TIMELINES ? held.keys().next().value : undefined;
        if (oldest !== undefined) held.delete(oldest);
      }
      // Last opened, last let go.
      held.delete(channel);
      held.set(channel, timeline);
      return timeline;
    },
    dispose: stopEvents,
  };
};
