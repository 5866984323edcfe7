import type { FoldedMessage } from '@plexi/protocol';
import type { StoredMessage } from '@plexi/storage';
import type { Found, Verdicts } from './verdicts.ts';

/**
 * [A3] Messages that the policy of their time hides, and of which nobody in charge has said that they are to be seen, since they were
 * last edited.
 */
export const findWithheld = (
  verdicts: Pick<Verdicts, 'hidden'>,
  stored: readonly StoredMessage[],
  fold: (message: StoredMessage) => FoldedMessage,
): Promise<ReadonlyMap<string, Found>> =>
  verdicts.hidden(
    stored.flatMap((message) => {
      const { text, hidden, cleared, edited = 0 } = fold(message);
      const isOpen = message.dropped || hidden || (cleared !== undefined && cleared >= edited);
      return isOpen ? [] : [{ id: message.id, channel: message.channel, clock: message.clock, text }];
    }),
  );
