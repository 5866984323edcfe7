/** message.*: reading, writing and importing. */
import type { Handlers } from '@plexi/operations';
import { plexiError } from '@plexi/protocol';
import { importLines } from '../space/import.ts';
import type { PeerContext } from './context.ts';
import { findChannel, findSpace, findWritable } from './lookup.ts';

export const messageHandlers = (context: PeerContext) =>
  ({
    'message.send': async ({ space: name, channel, text }) => {
      const { space } = await findWritable(context, name);
      const [entry] = await space.write(findChannel(space, channel), [{ kind: 'post', text }]);
      const message = entry && (await space.messages.find(entry.id));
      if (message === undefined)
        throw plexiError('INTERNAL', { detail: 'a message that was written is not there' });
      return message;
    },
    'message.list': async ({ space: name, channel, limit, before }) => {
      const { space } = await findSpace(context, name);
      const id = findChannel(space, channel);
      if (before !== undefined && (await space.messages.find(before)) === undefined) {
        throw plexiError('NOT_FOUND', { detail: 'message' });
      }
      return space.messages.list(id, { limit, ...(before === undefined ? {} : { before }) });
    },
    'message.import': async ({ space: name, channel, lines }, caller) => {
      const { space } = await findWritable(context, name);
      return importLines(space, findChannel(space, channel), lines, caller.signal);
    },
  }) satisfies Handlers;
