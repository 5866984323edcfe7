/**
 * Two sides that are live compare once more what they have, a while after something moved [N2]: whatever was refused, kept back or
 * misunderstood meanwhile comes to light, and is fetched again. While they differ they compare again and again, ever later.
 */
import type { SyncTime } from '../time-port.ts';

export interface RecheckDependencies {
  time: Pick<SyncTime, 'later'>;
  /** Whether nothing is on its way between the two: else what is would be taken for missing. */
  isIdle: () => boolean;
  compare: () => void;
  /** This side is the one to begin; the other only where it doesn't. */
  isFirst: boolean;
}

export interface Recheck {
  /** Something moved, here or between the two. */
  stirred(): void;
  /** Both have the same. */
  agreed(): void;
  stop(): void;
}

const FIRST_MS = 15_000;
const SECOND_MS = 25_000;
const LONGEST_MS = 300_000;

export const createRecheck = ({ time, isIdle, compare, isFirst }: RecheckDependencies): Recheck => {
  const shortestMs = isFirst ? FIRST_MS : SECOND_MS;
  let delayMs = shortestMs;
  let cancel: (() => void) | undefined;

  const arm = (): void => {
    cancel = time.later(delayMs, look);
  };
  const look = (): void => {
    if (!isIdle()) return arm();
    compare();
    delayMs = Math.min(LONGEST_MS, delayMs * 2);
    arm();
  };
  const stop = (): void => {
    cancel?.();
    cancel = undefined;
  };

  return {
    stirred: () => {
      if (cancel === undefined) arm();
    },
    agreed: () => {
      stop();
      delayMs = shortestMs;
    },
    stop,
  };
};
