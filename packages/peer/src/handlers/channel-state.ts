/** channel.topic and channel.retain: what is said about a channel as a whole. */
import type { Handlers } from '@plexi/operations';
import { summarizeChannel } from './channels.ts';
import type { PeerContext } from './context.ts';
import { findWritablePlace } from './place.ts';

export const channelStateHandlers = (context: PeerContext) =>
  ({
    'channel.topic': async ({ space: name, channel, topic }) => {
      const { space, channel: id } = await findWritablePlace(context, name, channel);
      if (((await space.messages.topic(id)) ?? '') !== topic)
        await space.write(id, [{ kind: 'topic', text: topic }]);
      return summarizeChannel(space, id);
    },
    'channel.retain': async ({ space: name, channel, seconds }) => {
      const { space, channel: id } = await findWritablePlace(context, name, channel);
      const ms = seconds * 1000;
      const now = space.governance().state.channels[id]?.retention?.at(-1)?.ms ?? 0;
      if (now !== ms) await space.act({ type: 'channel.retain', channel: id, ms });
      return summarizeChannel(space, id);
    },
  }) satisfies Handlers;
