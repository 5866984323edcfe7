/** What a channel is in the list of its space. */
import type { ChannelSummary } from '@plexi/operations';
import { type ChannelId, hidesAnything } from '@plexi/protocol';
import type { Client } from '../client/client.ts';
import { channelOf } from '../small-space/conversation.ts';
import type { Space } from '../space/space.ts';

export const summarizeChannel = async (space: Space, id: ChannelId): Promise<ChannelSummary> => {
  const topic = await space.messages.topic(id);
  const listing = space.replica.governance()?.state.channels[id];
  const ms = listing?.retention?.at(-1)?.ms ?? 0;
  const inForce = await space.moderation.policies.now(id);
  return {
    id,
    name: space.small === undefined ? space.words.channel(id) : space.summary().name,
    messages: await space.messages.count(id),
    ...(space.small === undefined ? {} : { private: true }),
    ...(listing?.archived === true ? { archived: true } : {}),
    ...(topic === undefined ? {} : { topic }),
    ...(inForce !== undefined && hidesAnything(inForce.policy) ? { withholds: true } : {}),
    ...(ms === 0 ? {} : { retention: ms / 1000 }),
  };
};

const isArchived = (space: Space, id: ChannelId): boolean =>
  space.replica.governance()?.state.channels[id]?.archived === true;

/** The channels of a space that this account is in: its own, then the private ones. */
export const channelsIn = (
  client: Client,
  space: Space,
  withArchived: boolean,
): { space: Space; channel: ChannelId }[] => {
  return [
    ...space.channels().map(({ id }) => ({ space, channel: id })),
    ...client.small
      .channelsOf(space.id)
      .filter((it) => it.summary().state === 'ready')
      .map((it) => ({ space: it, channel: channelOf(it) })),
  ].filter((it) => withArchived || !isArchived(it.space, it.channel));
};
