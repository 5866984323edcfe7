/** Has a replica's bodies go when their time has come: one timer, which sleeps until the next is due. */
import type { Replica } from './replica.ts';

/** A clock may be set, and a timer's longest sleep is bounded. */
const LONGEST_SLEEP_MS = 6 * 3600_000;
const SHORTEST_SLEEP_MS = 100;

export interface Sweeper {
  close(): void;
}

export const startSweeper = (
  replica: Pick<Replica, 'sweep' | 'onPassing'>,
  now: () => number,
  failed: (error: unknown) => void,
): Sweeper => {
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  let sweeping = false;
  let again = false;
  const sleepFor = (ms: number): void => {
    clearTimeout(timer);
    timer = setTimeout(sweep, ms);
    timer.unref();
  };
  function sweep(): void {
    if (closed) return;
    again = sweeping;
    if (sweeping) return;
    sweeping = true;
    replica
      .sweep()
      .then((next) => {
        sweeping = false;
        if (closed) return;
        const sleep = next === undefined ? LONGEST_SLEEP_MS : Math.max(SHORTEST_SLEEP_MS, next - now());
        sleepFor(again ? SHORTEST_SLEEP_MS : Math.min(LONGEST_SLEEP_MS, sleep));
      })
      .catch((error: unknown) => {
        sweeping = false;
        if (!closed) failed(error);
      });
  }
  sweep();
  // Something that is due before all else may have come: many in a row are looked at once.
  let asked: NodeJS.Timeout | undefined;
  const stop = replica.onPassing(() => {
    asked ??= setTimeout(() => {
      asked = undefined;
      sweep();
    }, SHORTEST_SLEEP_MS);
    asked.unref();
  });
  return {
    close: () => {
      closed = true;
      stop();
      clearTimeout(asked);
      clearTimeout(timer);
    },
  };
};
