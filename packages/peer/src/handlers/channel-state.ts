/** channel.topic: what is said about a channel as a whole. */
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
  }) satisfies Handlers;
