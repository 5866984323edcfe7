/** unread.* and mention.*: what waits to be read. */
import type { Handlers, PlacedMessage, Unread } from '@plexi/operations';
import { type ChannelId, plexiError } from '@plexi/protocol';
import { notifyLevelOf } from '../awareness/notify-level.ts';
import type { Client } from '../client/client.ts';
import type { Space } from '../space/space.ts';
import type { PeerContext } from './context.ts';
import { findMessage } from './lookup.ts';
import { findPlace } from './place.ts';
import { channelsIn, spacesOf, whereIs } from './where.ts';

const unreadOf = async (client: Client, space: Space, channel: ChannelId): Promise<Unread> => {
  const { unread, mentions, first, mark } = await client.awareness.of(space.id).unread.count(channel);
  return {
    ...whereIs(client, space, channel),
    unread,
    mentions,
    ...(first === undefined ? {} : { first }),
    mark,
    level: notifyLevelOf(client.awareness.account, space.id, channel),
  };
};

const allUnread = async (client: Client, spaces: readonly Space[]): Promise<Unread[]> => {
  const found = await Promise.all(
    spaces.flatMap((space) => channelsIn(space).map((channel) => unreadOf(client, space, channel))),
  );
  return found.filter(({ unread }) => unread > 0);
};

/** Messages of a space with where they are. */
export const placed = async (
  client: Client,
  space: Space,
  found: readonly { id: string; unread: boolean }[],
): Promise<PlacedMessage[]> => {
  const unread = new Set(found.filter((it) => it.unread).map(({ id }) => id));
  const shown = await space.messages.shown(found.map(({ id }) => id));
  return shown.flatMap((message) => {
    const { channel } = message;
    if (channel === undefined) return [];
    const { name: channelName, ...place } = whereIs(client, space, channel as ChannelId);
    return [{ ...message, ...place, channelName, unread: unread.has(message.id) }];
  });
};

const mentionsOf = async (
  client: Client,
  spaces: readonly Space[],
  limit: number,
  onlyUnread: boolean,
): Promise<PlacedMessage[]> => {
  const all: PlacedMessage[] = [];
  for (const space of spaces) {
    const { unread } = client.awareness.of(space.id);
    for (const channel of channelsIn(space)) {
      const found = await unread.mentions(channel, limit);
      all.push(...(await placed(client, space, onlyUnread ? found.filter((it) => it.unread) : found)));
    }
  }
  return all
    .filter((message) => message.deleted !== true)
    .sort((a, b) => b.clock - a.clock)
    .slice(0, limit);
};

export const unreadHandlers = (context: PeerContext) =>
  ({
    'unread.list': async ({ space: name }) => {
      const { client, spaces } = await spacesOf(context, name);
      return allUnread(client, spaces);
    },
    'unread.read': async ({ space: name, channel, upTo, from }) => {
      const { client, space, channel: id } = await findPlace(context, name, channel);
      const { unread } = client.awareness.of(space.id);
      const message = upTo ?? from;
      const found = message === undefined ? undefined : await findMessage(context, name, message);
      if (found !== undefined && found.message.channel !== id)
        throw plexiError('NOT_FOUND', { detail: 'message' });
      if (from !== undefined && upTo === undefined && found !== undefined)
        await unread.unreadFrom(id, found.message);
      else await unread.read(id, found?.message);
      return unreadOf(client, space, id);
    },
    'unread.catchup': async ({ space: name, limit }) => {
      const { client, spaces } = await spacesOf(context, name);
      const channels = await allUnread(client, spaces);
      return {
        mentions: await mentionsOf(client, spaces, limit, true),
        channels: channels
          .filter(({ level }) => level !== 'none')
          .sort((a, b) => b.mentions - a.mentions || b.unread - a.unread),
      };
    },
    'mention.list': async ({ space: name, limit, unread }) => {
      const { client, spaces } = await spacesOf(context, name);
      return mentionsOf(client, spaces, limit, unread);
    },
  }) satisfies Handlers;
