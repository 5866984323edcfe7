/** Has a replica's bodies go when their time has come: one timer, which sleeps until the next is due. */
import type { Replica } from './replica.ts';

/** A clock may be set, and a timer's longest sleep is bounded. */
const LONGEST_SLEEP_MS = 6 * 3600_000;

export interface Sweeper {
  close(): void;
}

export const startSweeper = (
  replica: Pick<Replica, 'sweep' | 'onAdvance'>,
  now: () => number,
  failed: (error: unknown) => void,
): Sweeper => {
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  const sweep = (): void => {
    replica
      .sweep()
      .then((next) => {
        if (closed) return;
        const sleep = next === undefined ? LONGEST_SLEEP_MS : Math.max(0, next - now());
        timer = setTimeout(sweep, Math.min(LONGEST_SLEEP_MS, sleep));
        timer.unref();
      })
      .catch((error: unknown) => {
        if (!closed) failed(error);
      });
  };
  sweep();
  return {
    close: () => {
      closed = true;
      clearTimeout(timer);
    },
  };
};
