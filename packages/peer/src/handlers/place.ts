/** Finding a channel: in a space, among its private channels, or a direct message. */
import { nativePrimitives as primitives } from '@plexi/crypto/native';
import { type ChannelId, onlyChannel, plexiError } from '@plexi/protocol';
import type { Client } from '../client/client.ts';
import type { Space } from '../space/space.ts';
import type { PeerContext } from './context.ts';
import { directWith } from './directs.ts';
import { findMember, findSpace, one, prepareWriting } from './lookup.ts';

export interface Place {
  client: Client;
  /** The space that the channel lives in: a small one where it is private. */
  space: Space;
  channel: ChannelId;
}

/** The one channel of a small space. */
export const channelOf = (space: Space): ChannelId => onlyChannel(primitives, space.id);

/** Channels of a space by name, its private ones among them. */
const named = (client: Client, space: Space, name: string): { space: Space; channel: ChannelId }[] => {
  const plain = name.replace(/^#/, '');
  const open = Object.keys(space.governance().state.channels) as ChannelId[];
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
  const known = space.governance().state.channels[name as ChannelId];
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
export const findPlace = async (
  context: PeerContext,
  spaceName: string,
  channelName: string,
): Promise<Place> => {
  const { client, space } = await findSpace(context, spaceName);
  return { client, ...inSpace(client, space, channelName) };
};

/** The same, for writing. */
export const findWritablePlace = async (
  context: PeerContext,
  spaceName: string,
  channelName: string,
): Promise<Place> => {
  const place = await findPlace(context, spaceName, channelName);
  await prepareWriting(place.client, place.space);
  return place;
};
