import type { Message } from '@plexi/operations';

/** A message of somebody who is blocked, or one that waits to be reviewed, without anything that was said. */
export const concealMessage = (message: Message): Message => {
  const { id, author, authorId, time, kind, own, clock, state, blocked, withheld } = message;
  return {
    id,
    author,
    authorId,
    time,
    kind,
    own,
    clock,
    state,
    text: '',
    ...(blocked === undefined ? {} : { blocked }),
    ...(withheld === undefined ? {} : { withheld }),
  };
};
