/** message.poll, message.vote and message.close. */
import type { Handlers } from '@plexi/operations';
import { plexiError } from '@plexi/protocol';
import type { PeerContext } from './context.ts';
import { findLiveMessage } from './lookup.ts';
import { annotate, mentionsIn, post } from './message.ts';
import { findWritablePlace } from './place.ts';

const findPoll = async (context: PeerContext, name: string, id: string) => {
  const found = await findLiveMessage(context, name, id);
  const { poll } = found.shown;
  if (poll === undefined) throw plexiError('NOT_A_POLL');
  return { ...found, poll };
};

export const pollHandlers = (context: PeerContext) =>
  ({
    'message.poll': async ({ space: name, channel, question, options, multiple }) => {
      const { space, channel: place } = await findWritablePlace(context, name, channel);
      if (new Set(options).size < options.length)
        throw plexiError('INVALID_INPUT', { detail: 'two options are the same' });
      const extras = { ...mentionsIn(space, place, question), poll: { options, multiple } };
      return post(space, place, { kind: 'post', text: question, extras });
    },
    'message.vote': async ({ space: name, id, choices }) => {
      const { space, message, poll } = await findPoll(context, name, id);
      if (poll.closed) throw plexiError('POLL_CLOSED');
      const chosen = [...new Set(choices)].sort((a, b) => a - b);
      if (chosen.some((choice) => choice >= poll.options.length))
        throw plexiError('INVALID_INPUT', { detail: `the poll has ${poll.options.length} options` });
      if (!poll.multiple && chosen.length > 1)
        throw plexiError('INVALID_INPUT', { detail: 'one option only' });
      return annotate(space, message, { kind: 'vote', target: id, choices: chosen });
    },
    'message.close': async ({ space: name, id }) => {
      const { space, message, poll, shown } = await findPoll(context, name, id);
      if (!shown.own) throw plexiError('NOT_YOURS');
      if (poll.closed) return shown;
      return annotate(space, message, { kind: 'close-poll', target: id });
    },
  }) satisfies Handlers;
