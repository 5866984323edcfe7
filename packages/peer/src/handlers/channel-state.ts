/** channel.topic: what is said about a channel as a whole. */
import type { Handlers } from '@plexi/operations';
import type { ChannelId } from '@plexi/protocol';
import type { Space } from '../space/space.ts';
import type { PeerContext } from './context.ts';
import { findChannel, findWritable } from './lookup.ts';

const summarize = async (space: Space, id: ChannelId) => {
  const topic = await space.messages.topic(id);
  return {
    id,
    name: space.words.channel(id),
    messages: await space.messages.count(id),
    ...(topic === undefined ? {} : { topic }),
  };
};

export const channelStateHandlers = (context: PeerContext) =>
  ({
    'channel.topic': async ({ space: name, channel, topic }) => {
      const { space } = await findWritable(context, name);
      const id = findChannel(space, channel);
      if (((await space.messages.topic(id)) ?? '') !== topic)
        await space.write(id, [{ kind: 'topic', text: topic }]);
      return summarize(space, id);
    },
  }) satisfies Handlers;
