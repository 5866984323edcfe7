/** A prompt that is too long loses its oldest messages, whole: half a message may say the opposite of it. */
import { LIMITS, plexiError } from '@plexi/protocol';
import type { ChatMessage } from './chat.ts';

export interface FittedMessages {
  messages: readonly ChatMessage[];
  dropped: number;
  tokens: number;
}

/**
 * What of `messages` fits into `room` tokens: all instructions of the system, and of the rest the newest. `count` says how many
 * tokens a prompt has; more messages must never be fewer tokens. Throws CONTEXT_EXCEEDED where not even the newest fits.
 */
export const fitMessages = (
  messages: readonly ChatMessage[],
  room: number,
  count: (messages: readonly ChatMessage[]) => number,
): FittedMessages => {
  const droppable = messages.flatMap(({ role }, i) =>
    role === 'system' || i === messages.length - 1 ? [] : [i],
  );
  const without = (dropped: number): readonly ChatMessage[] => {
    const gone = new Set(droppable.slice(0, dropped));
    return messages.filter((_, i) => !gone.has(i));
  };
  const whole = count(messages);
  if (whole <= room) return { messages, dropped: 0, tokens: whole };

  const fewest = count(without(droppable.length));
  if (fewest > room)
    throw plexiError('CONTEXT_EXCEEDED', {
      detail: `${fewest} tokens, where ${room} fit beside the answer`,
    });
  let tooFew = 0;
  let enough = droppable.length;
  while (enough - tooFew > 1) {
    const middle = (tooFew + enough) >> 1;
    if (count(without(middle)) > room) tooFew = middle;
    else enough = middle;
  }
  const kept = without(enough);
  return { messages: kept, dropped: enough, tokens: count(kept) };
};

/** Tokens that an answer may have: as many as were asked for, as `room` holds, and as any answer may have. */
export const answerRoom = (wanted: number | undefined, room: number): number =>
  Math.min(wanted ?? LIMITS.answerTokens, LIMITS.answerTokens, room);
