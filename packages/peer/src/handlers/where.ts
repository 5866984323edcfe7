/** Where a channel is, as a person sees it: a private channel is in its space, a direct message is a place of its own. */
import type { Message } from '@plexi/operations';
import { type ChannelId } from '@plexi/protocol';
import type { Client } from '../client/client.ts';
import { channelOf, homeOf } from '../small-space/conversation.ts';
import type { Space } from '../space/space.ts';
import type { PeerContext } from './context.ts';
import { findSpace, spacesWithin } from './lookup.ts';

export interface Where {
  space: string;
  spaceName: string;
  channel: ChannelId;
  /** The channel's. */
  name: string;
}

export const whereIs = (client: Client, space: Space, channel: ChannelId): Where => {
  const { name } = space.summary();
  const parent = space.small?.kind === 'channel' ? client.space(space.small.parent) : undefined;
  if (parent !== undefined) return { space: parent.id, spaceName: parent.summary().name, channel, name };
  if (space.small === undefined)
    return { space: space.id, spaceName: name, channel, name: space.words.channel(channel) };
  const home = homeOf(client, space);
  return { space: home.id, spaceName: name, channel: channelOf(home), name };
};

/** What people who are blocked write stands folded in its timeline, and in no list beside it. */
export const isHeard = (message: Message): boolean => message.blocked !== true;

/** Channels that are in use. */
export const channelsIn = (space: Space): ChannelId[] =>
  space.small !== undefined
    ? [channelOf(space)]
    : space
        .channels()
        .filter((channel) => !channel.archived)
        .map((channel) => channel.id);

/** The space that was named with its private channels, or all that one takes part in. */
export const spacesOf = async (
  context: PeerContext,
  name: string | undefined,
): Promise<{ client: Client; spaces: Space[] }> => {
  if (name !== undefined) {
    const { client, space } = await findSpace(context, name);
    return { client, spaces: spacesWithin(client, space) };
  }
  const client = await context.client();
  const isOpen = (space: Space): boolean =>
    space.summary().state === 'ready' && (client.small.record(space.id)?.standing ?? 'open') === 'open';
  return { client, spaces: client.spaces().filter(isOpen) };
};
