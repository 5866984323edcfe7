/** What a scripted peer answers about what waits to be read, and what is sent later. */
import type { Handlers, Message, PeerEvent, PlacedMessage, Scheduled, Unread } from '@plexi/operations';
import { plexiError } from '@plexi/protocol';
import { idOf, type Script, type ScriptedSpace } from './script.ts';

export interface ScriptedAwarenessInput {
  script: Script;
  find: (space: string) => ScriptedSpace;
  emit: (event: PeerEvent) => void;
}

interface Place {
  space: ScriptedSpace;
  channel: { id: string; name: string };
  messages: readonly Message[];
}

export const scriptAwareness = ({ script, find, emit }: ScriptedAwarenessInput): Handlers => {
  /** How many messages of a channel were read. */
  const read = new Map<string, number>();
  const scheduled: Scheduled[] = [...(script.scheduled ?? [])];
  const places = (): Place[] =>
    script.spaces.flatMap((space) =>
      space.channels.map((channel) => ({ space, channel, messages: space.messages.get(channel.id) ?? [] })),
    );
  const keyOf = ({ space, channel }: Place): string => `${space.summary.id}/${channel.id}`;
  for (const place of places())
    read.set(keyOf(place), place.messages.length - (script.unread?.[place.channel.id] ?? 0));
  const isMention = (message: Message): boolean =>
    message.mentions?.self === true || message.text.includes(`@${script.account.name ?? ''}`);
  const waiting = (place: Place): Message[] =>
    place.messages.slice(read.get(keyOf(place)) ?? 0).filter(({ own }) => !own);
  const unreadOf = (place: Place): Unread => {
    const { space, channel } = place;
    const found = waiting(place);
    return {
      space: space.summary.id,
      spaceName: space.summary.name,
      channel: channel.id,
      name: channel.name,
      unread: found.length,
      mentions: found.filter(isMention).length,
      ...(found[0] === undefined ? {} : { first: found[0].id }),
      mark: (found[0]?.clock ?? 1) - 1,
      level: 'all',
    };
  };
  const list = (): Unread[] =>
    places()
      .map(unreadOf)
      .filter(({ unread }) => unread > 0);
  const placed = ({ space, channel }: Place, message: Message, unread: boolean): PlacedMessage => ({
    ...message,
    space: space.summary.id,
    spaceName: space.summary.name,
    channel: channel.id,
    channelName: channel.name,
    unread,
  });
  const mentions = (onlyUnread: boolean): PlacedMessage[] =>
    places()
      .flatMap((place) => {
        const fresh = new Set(waiting(place).map(({ id }) => id));
        return place.messages
          .filter((message) => !message.own && isMention(message))
          .map((message) => placed(place, message, fresh.has(message.id)));
      })
      .filter(({ unread }) => unread || !onlyUnread)
      .reverse();
  const change = (id: string, next: Partial<Scheduled> | undefined): Scheduled => {
    const at = scheduled.findIndex((one) => one.id === id);
    const found = scheduled[at];
    if (found === undefined) throw plexiError('NOT_FOUND');
    if (next === undefined) scheduled.splice(at, 1);
    else scheduled[at] = { ...found, ...next };
    emit({ type: 'scheduled' });
    return { ...found, ...next };
  };
  return {
    'unread.list': async () => list(),
    'unread.catchup': async () => ({ mentions: mentions(true), channels: list() }),
    'unread.read': async ({ space, channel, from, upTo }) => {
      const place = places().find(
        (one) => one.channel.id === channel && one.space.summary.id === find(space).summary.id,
      );
      if (place === undefined) throw plexiError('NOT_FOUND');
      const at = place.messages.findIndex(({ id }) => id === (upTo ?? from));
      if (at < 0) read.set(keyOf(place), place.messages.length);
      else read.set(keyOf(place), upTo === undefined ? at : Math.max(read.get(keyOf(place)) ?? 0, at + 1));
      emit({ type: 'unread', space: find(space).summary.id });
      return unreadOf(place);
    },
    'mention.list': async ({ unread }) => mentions(unread),
    'message.saved': async () =>
      places().flatMap((place) =>
        place.messages.filter(({ saved }) => saved === true).map((message) => placed(place, message, false)),
      ),
    'typing.set': async () => ({}),
    'presence.active': async () => ({}),
    'presence.set': async ({ status, text = '', emoji = '' }) => {
      script.status = status;
      for (const { summary } of script.spaces) emit({ type: 'presence', space: summary.id });
      return { status, text, emoji };
    },
    'message.schedule': async ({ space, channel, text, at }) => {
      const found = find(space);
      const name = found.channels.find(({ id }) => id === channel)?.name ?? channel;
      const { id: spaceId, name: spaceName } = found.summary;
      const id = idOf(`scheduled ${scheduled.length} ${text}`);
      const message = { id, space: spaceId, spaceName, channel, name, text, at };
      scheduled.push(message);
      emit({ type: 'scheduled' });
      return message;
    },
    'scheduled.list': async () => scheduled,
    'scheduled.edit': async ({ id, text, at }) =>
      change(id, { ...(text === undefined ? {} : { text }), ...(at === undefined ? {} : { at }) }),
    'scheduled.cancel': async ({ id }) => {
      change(id, undefined);
      return { id };
    },
  };
};
