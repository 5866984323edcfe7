/** channel.*: channels and what is known of them. */
import { nativePrimitives as primitives } from '@plexi/crypto/native';
import type { Handlers } from '@plexi/operations';
import { plexiError } from '@plexi/protocol';
import type { Client } from '../client/client.ts';
import { channelOf } from '../small-space/conversation.ts';
import { randomChannel } from '../space/found.ts';
import { type Space } from '../space/space.ts';
import { channelsIn, summarizeChannel } from './channels.ts';
import type { PeerContext } from './context.ts';
import { findMember, findSpace, findWritable } from './lookup.ts';
import { findWritablePlace } from './place.ts';

/** Throws NAME_TAKEN where a channel that this account can see is called that. */
const assertFree = (client: Client, space: Space, name: string): void => {
  const isTaken = channelsIn(client, space, false).some((it) =>
    it.space.small === undefined
      ? it.space.words.channel(it.channel) === name
      : it.space.summary().name === name,
  );
  if (isTaken) throw plexiError('NAME_TAKEN');
};

export const channelHandlers = (context: PeerContext) =>
  ({
    'channel.create': async ({ space: name, name: channelName, private: isPrivate, member: names }) => {
      const { client, space } = await findWritable(context, name);
      if (names.length > 0 && !isPrivate)
        throw plexiError('INVALID_INPUT', { detail: 'only a private channel has members of its own' });
      assertFree(client, space, channelName);
      if (isPrivate) {
        const others = names.map((it) => findMember(space, it.replace(/^@/, '')));
        const small = await client.small.openChannel(space, channelName, [...new Set(others)]);
        return summarizeChannel(small, channelOf(small));
      }
      const channel = randomChannel(primitives);
      await space.act({ type: 'channel.create', channel }, channelName);
      return summarizeChannel(space, channel);
    },
    'channel.list': async ({ space: name, archived }) => {
      const { client, space } = await findSpace(context, name);
      return Promise.all(
        channelsIn(client, space, archived).map((it) => summarizeChannel(it.space, it.channel)),
      );
    },
    'channel.rename': async ({ space: spaceName, channel: channelName, name }) => {
      const { client, space, channel } = await findWritablePlace(context, spaceName, channelName);
      if (space.small?.kind === 'direct')
        throw plexiError('NOT_ALLOWED', { detail: 'a direct message has no name' });
      const parent = space.small === undefined ? space : client.space(space.small.parent);
      if (parent !== undefined) assertFree(client, parent, name);
      await space.act({ type: 'channel.describe', channel }, name);
      return summarizeChannel(space, channel);
    },
    'channel.archive': async ({ space: spaceName, channel: channelName }) => {
      const { space, channel } = await findWritablePlace(context, spaceName, channelName);
      if (space.small?.kind === 'direct') throw plexiError('NOT_ALLOWED', { detail: 'leave it instead' });
      await space.act({ type: 'channel.archive', channel });
      return summarizeChannel(space, channel);
    },
  }) satisfies Handlers;
