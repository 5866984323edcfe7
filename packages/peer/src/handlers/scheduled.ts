/** message.schedule and scheduled.*: messages that are sent later. */
import type { Handlers, Scheduled } from '@plexi/operations';
import type { ScheduledMessage } from '../awareness/scheduled.ts';
import type { Client } from '../client/client.ts';
import { homeOf } from '../small-space/conversation.ts';
import type { PeerContext } from './context.ts';
import { findSpace } from './lookup.ts';
import { findWritablePlace } from './place.ts';
import { whereIs } from './where.ts';

const show = (client: Client, message: ScheduledMessage): Scheduled => {
  const space = client.space(message.space);
  const { channel } = message;
  const gone = {
    space: message.space,
    spaceName: message.space.slice(0, 8),
    channel,
    name: channel.slice(0, 8),
  };
  return {
    id: message.id,
    ...(space === undefined ? gone : whereIs(client, space, channel)),
    text: message.text,
    at: new Date(message.at).toISOString(),
    ...(message.problem === undefined ? {} : { problem: message.problem }),
  };
};

export const scheduledHandlers = (context: PeerContext) =>
  ({
    'message.schedule': async ({ space: name, channel, text, at }) => {
      const { client, space, channel: id } = await findWritablePlace(context, name, channel);
      const message = { space: space.id, channel: id, text, at: Date.parse(at) };
      return show(client, await client.awareness.schedule.add(message));
    },
    'scheduled.list': async ({ space: name }) => {
      const client = await context.client();
      const only = name === undefined ? undefined : homeOf(client, (await findSpace(context, name)).space).id;
      return client.awareness.schedule
        .list()
        .map((message) => show(client, message))
        .filter(({ space }) => only === undefined || space === only);
    },
    'scheduled.edit': async ({ id, text, at }) => {
      const client = await context.client();
      const change = { text, at: at === undefined ? undefined : Date.parse(at) };
      return show(client, await client.awareness.schedule.edit(id, change));
    },
    'scheduled.cancel': async ({ id }) => {
      const client = await context.client();
      await client.awareness.schedule.cancel(id);
      return { id };
    },
  }) satisfies Handlers;
