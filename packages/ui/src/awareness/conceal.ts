import type { Message } from '@plexi/operations';

/** A message of somebody who is blocked, without anything that they said. */
export const concealMessage = (message: Message): Message => {
  const { id, author, authorId, time, kind, own, clock, state } = message;
  return { id, author, authorId, time, kind, own, clock, state, text: '', blocked: true };
};
