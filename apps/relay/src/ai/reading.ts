/**
 * What is marked as read: what comes before every question that is still open in its channel. So a restart finds what was not
 * answered, and nothing that was done out of turn makes it forget what waited.
 */
import { toPlexiError } from '@plexi/protocol';
import type { Asked, Call } from './questions.ts';

export interface Reading {
  open(asked: Asked): void;
  /** Questions that are open, the oldest first. */
  all(): Asked[];
  /** It needs no answer (any more). */
  done(asked: Asked): Promise<void>;
}

export const createReading = (
  call: Call,
  log: (event: string, fields: Record<string, unknown>) => void,
): Reading => {
  const open = new Map<string, Asked>();
  const done = new Map<string, Asked>();
  const byClock = (a: Asked, b: Asked): number => a.message.clock - b.message.clock;
  return {
    open: (asked) => {
      if (!done.has(asked.message.id)) open.set(asked.message.id, asked);
    },
    all: () => [...open.values()].sort(byClock),
    done: async (asked) => {
      const { space, channel, message } = asked;
      open.delete(message.id);
      done.set(message.id, asked);
      const isHere = (it: Asked): boolean => it.space === space && it.channel === channel;
      const first = [...open.values()].filter(isHere).sort(byClock)[0];
      const read = [...done.values()]
        .filter((it) => isHere(it) && (first === undefined || byClock(it, first) < 0))
        .sort(byClock);
      const last = read.at(-1);
      if (last === undefined) return;
      try {
        await call('unread.read', { space, channel, upTo: last.message.id });
        for (const it of read) done.delete(it.message.id);
      } catch (error) {
        log('problem', { code: toPlexiError(error).code });
      }
    },
  };
};
