/**
 * Messages that an edit made name this account. Which words of a message count is the fold's question, and an edit may come
 * before its message: so an edit leaves word of it, and whoever lists mentions looks at the message as it is then.
 */
import type { ChannelId, SpaceId } from '@plexi/protocol';
import type { Store, Write } from '@plexi/storage';

const kindOf = (channel: ChannelId): string => `called/${channel}`;

export const callWrite = (place: { space: SpaceId; channel: ChannelId }, message: string): Write => ({
  type: 'record',
  scope: place.space,
  kind: kindOf(place.channel),
  key: message,
  value: new Uint8Array(),
});

/** Ids of messages in a channel that an edit once made name this account. */
export const callsIn = async (store: Store, space: SpaceId, channel: ChannelId): Promise<string[]> =>
  (await store.records(space, kindOf(channel))).map(({ key }) => key);
