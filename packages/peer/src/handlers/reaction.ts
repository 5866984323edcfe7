/** message.react, message.pin and message.pins. */
import type { Handlers } from '@plexi/operations';
import { emojiKey, isEmoji, plexiError } from '@plexi/protocol';
import type { PeerContext } from './context.ts';
import { findLiveMessage } from './lookup.ts';
import { annotate } from './message.ts';
import { findPlace, partsOf } from './place.ts';

export const reactionHandlers = (context: PeerContext) =>
  ({
    'message.react': async ({ space: name, id, emoji, remove }) => {
      if (!isEmoji(emoji)) throw plexiError('INVALID_INPUT', { detail: 'not one emoji' });
      const { space, message, shown } = await findLiveMessage(context, name, id);
      // One that is there already in another spelling is taken as it is spelled there.
      const same = shown.reactions?.find((reaction) => emojiKey(reaction.emoji) === emojiKey(emoji));
      if ((same?.own === true) !== remove) return shown;
      return annotate(space, message, {
        kind: 'react',
        target: id,
        emoji: same?.emoji ?? emoji,
        on: !remove,
      });
    },
    'message.pin': async ({ space: name, id, remove }) => {
      const { space, message, shown } = await findLiveMessage(context, name, id);
      if ((shown.pinned === true) !== remove) return shown;
      return annotate(space, message, { kind: 'pin', target: id, on: !remove });
    },
    'message.pins': async ({ space: name, channel }) => {
      const parts = partsOf(await findPlace(context, name, channel));
      const pinned = await Promise.all(parts.map((part) => part.space.messages.pinned(part.channel)));
      return pinned.flat().sort((a, b) => a.clock - b.clock);
    },
  }) satisfies Handlers;
