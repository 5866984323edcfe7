/** channel.* and note.*: channels and what lies in them. */
import { nativePrimitives as primitives } from '@plexi/crypto/native';
import type { Handlers } from '@plexi/operations';
import { type ChannelId, plexiError } from '@plexi/protocol';
import { randomChannel } from '../space/found.ts';
import { type Space } from '../space/space.ts';
import type { PeerContext } from './context.ts';
import { findChannel, findSpace, findWritable } from './lookup.ts';

const channelsOf = (space: Space): ChannelId[] =>
  Object.values(space.governance().state.channels)
    .filter((channel) => !channel.archived)
    .map((channel) => channel.id);

export const channelHandlers = (context: PeerContext) =>
  ({
    'channel.create': async ({ space: name, name: channelName }) => {
      const { space } = await findWritable(context, name);
      if (channelsOf(space).some((id) => space.words.channel(id) === channelName))
        throw plexiError('NAME_TAKEN');
      const channel = randomChannel(primitives);
      await space.act({ type: 'channel.create', channel }, channelName);
      return { id: channel, name: channelName, messages: 0 };
    },
    'channel.list': async ({ space: name }) => {
      const { space } = await findSpace(context, name);
      if (space.replica.governance() === undefined) return [];
      return Promise.all(
        channelsOf(space).map(async (id) => {
          const topic = await space.messages.topic(id);
          return {
            id,
            name: space.words.channel(id),
            messages: await space.messages.count(id),
            ...(topic === undefined ? {} : { topic }),
          };
        }),
      );
    },
    'note.open': async ({ space: name, channel }, caller) => {
      const { space } = await findSpace(context, name);
      return space.notes.open(findChannel(space, channel), caller);
    },
    'note.edit': async ({ space: name, channel, update }) => {
      const { space } = await findWritable(context, name);
      const id = findChannel(space, channel);
      const checked = await space.notes.readUpdate(id, update);
      await space.write(id, [{ kind: 'note', update: checked }]);
      return {};
    },
    'note.show': async ({ space: name, channel }) => {
      const { space } = await findSpace(context, name);
      return { text: await space.notes.text(findChannel(space, channel)) };
    },
  }) satisfies Handlers;
