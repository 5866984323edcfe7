/** Finding a channel: in a space, among its private channels, or a direct message. */
import { type ChannelId, plexiError } from '@plexi/protocol';
import type { Client } from '../client/client.ts';
import { channelOf, conversationOf, directWith, homeOf } from '../small-space/conversation.ts';
import type { Space } from '../space/space.ts';
import type { PeerContext } from './context.ts';
import { findMember, findSpace, one, prepareWriting } from './lookup.ts';
import type { Part } from './timeline.ts';

export interface Place {
  client: Client;
  /** The space that the channel lives in: a small one where it is private. */
  space: Space;
  channel: ChannelId;
}

/** Channels of a space by name, its private ones among them. */
const named = (client: Client, space: Space, name: string): { space: Space; channel: ChannelId }[] => {
  const plain = name.replace(/^#/, '');
  const open = space.channels().map(({ id }) => id);
  return [
    ...open.filter((id) => space.words.channel(id) === plain).map((channel) => ({ space, channel })),
    ...client.small
      .channelsOf(space.id)
      .filter((it) => it.summary().name === plain)
      .map((it) => ({ space: it, channel: channelOf(it) })),
  ];
};

const inSpace = (client: Client, space: Space, name: string): { space: Space; channel: ChannelId } => {
  if (space.small !== undefined) {
    const channel = channelOf(space);
    const isMeant = [channel, space.id, space.small.kind, space.summary().name].includes(
      name.replace(/^#/, ''),
    );
    if (!isMeant) throw plexiError('NOT_FOUND', { detail: 'channel' });
    return { space, channel };
  }
  const known = space.channels().find(({ id }) => id === name);
  if (known !== undefined) return { space, channel: known.id };
  const small = client.small.channelsOf(space.id).find((it) => name === it.id || name === channelOf(it));
  if (small !== undefined) return { space: small, channel: channelOf(small) };
  if (name.startsWith('@')) {
    const direct = directWith(client, [findMember(space, name.slice(1))]);
    if (direct === undefined) throw plexiError('NOT_FOUND', { detail: 'direct message' });
    return { space: direct, channel: channelOf(direct) };
  }
  return one(named(client, space, name), 'channel');
};

/** The channel by id or name, with or without its #; `@Name` is the direct message with a member. */
export const findExactPlace = async (
  context: PeerContext,
  spaceName: string,
  channelName: string,
): Promise<Place> => {
  const { client, space } = await findSpace(context, spaceName);
  return { client, ...inSpace(client, space, channelName) };
};

/** The same; of a conversation where it goes on. */
export const findPlace = async (
  context: PeerContext,
  spaceName: string,
  channelName: string,
): Promise<Place> => {
  const { client, space, channel } = await findExactPlace(context, spaceName, channelName);
  const home = homeOf(client, space);
  return { client, space: home, channel: home === space ? channel : channelOf(home) };
};

/** A place with what is read as one with it, itself first. */
export const partsOf = ({ client, space, channel }: Place): Part[] =>
  conversationOf(client, space).map((part) => ({
    space: part,
    channel: part === space ? channel : channelOf(part),
  }));

/** A place for writing. */
export const findWritablePlace = async (
  context: PeerContext,
  spaceName: string,
  channelName: string,
  find = findPlace,
): Promise<Place> => {
  const place = await find(context, spaceName, channelName);
  await prepareWriting(place.client, place.space);
  return place;
};
