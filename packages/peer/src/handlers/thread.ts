/** message.reply and message.thread. */
import type { Handlers } from '@plexi/operations';
import type { PeerContext } from './context.ts';
import { findLiveMessage, findMessage } from './lookup.ts';
import { mentionsIn, post } from './message.ts';

export const threadHandlers = (context: PeerContext) =>
  ({
    'message.reply': async ({ space: name, id, text, channel: inChannel }) => {
      const { space, message } = await findLiveMessage(context, name, id);
      const extras = {
        ...mentionsIn(space, message.channel, text),
        parent: id,
        root: message.root ?? id,
        ...(inChannel ? ({ inChannel: true } as const) : {}),
      };
      return post(space, message.channel, { kind: 'post', text, extras });
    },
    'message.thread': async ({ space: name, id }) => {
      const { space, message } = await findMessage(context, name, id);
      return space.messages.thread(message.root ?? id, message.channel);
    },
  }) satisfies Handlers;
