/** unread.* and mention.*: what waits to be read. */
import type { Handlers, PlacedMessage, Unread } from '@plexi/operations';
import { type ChannelId, LIMITS, plexiError } from '@plexi/protocol';
import type { StoredMessage } from '@plexi/storage';
import { notifyLevelOf } from '../awareness/notify-level.ts';
import type { Client } from '../client/client.ts';
import { homeOf } from '../small-space/conversation.ts';
import type { Space } from '../space/space.ts';
import type { PeerContext } from './context.ts';
import { findMessage } from './lookup.ts';
import { findPlace, type Place, partsOf } from './place.ts';
import { channelsIn, isHeard, spacesOf, whereIs } from './where.ts';

/** What waits in a place, with what is read as one with it. */
const unreadOf = async (place: Place): Promise<Unread> => {
  const { client, space, channel } = place;
  const counts = await Promise.all(
    partsOf(place).map((part) => client.awareness.of(part.space.id).unread.count(part.channel)),
  );
  const waiting = counts.filter(({ unread }) => unread > 0);
  const [first] = waiting.flatMap((count) => count.first ?? []).sort((a, b) => a.clock - b.clock);
  const marks = counts.map(({ mark }) => mark);
  return {
    ...whereIs(client, space, channel),
    unread: Math.min(
      LIMITS.unreadCounted,
      waiting.reduce((sum, { unread }) => sum + unread, 0),
    ),
    mentions: waiting.reduce((sum, { mentions }) => sum + mentions, 0),
    ...(first === undefined ? {} : { first: first.id }),
    mark: waiting.length === 0 ? Math.max(...marks) : Math.min(...waiting.map(({ mark }) => mark)),
    level: notifyLevelOf(client.awareness.account, space.id, channel),
  };
};

const allUnread = async (client: Client, spaces: readonly Space[]): Promise<Unread[]> => {
  const homes = spaces.filter((space) => homeOf(client, space) === space);
  const found = await Promise.all(
    homes.flatMap((space) => channelsIn(space).map((channel) => unreadOf({ client, space, channel }))),
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
    if (channel === undefined || !isHeard(message)) return [];
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
      all.push(...(await placed(client, space, await unread.mentions(channel, limit, onlyUnread))));
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
    'unread.read': async ({ space: name, channel, upTo, since, from }) => {
      const place = await findPlace(context, name, channel);
      const parts = partsOf(place);
      const here = async (id: string | undefined): Promise<StoredMessage | undefined> => {
        if (id === undefined) return undefined;
        const { message } = await findMessage(context, name, id);
        if (parts.every((part) => part.channel !== message.channel))
          throw plexiError('NOT_FOUND', { detail: 'message' });
        return message;
      };
      const message = await here(upTo ?? from);
      const isTakenBack = from !== undefined && upTo === undefined;
      const begin = await here(since);
      for (const part of parts) {
        const { unread } = place.client.awareness.of(part.space.id);
        if (isTakenBack && message !== undefined) await unread.unreadFrom(part.channel, message);
        else await unread.read(part.channel, message, begin);
      }
      return unreadOf(place);
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
