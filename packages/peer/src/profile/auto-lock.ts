/** [K7] Locks a profile that nobody uses: after so many minutes without a sign of a person, or with the machine asleep. */
import { readCbor, writeCbor } from '@plexi/protocol';
import type { Store } from '@plexi/storage';
import { z } from 'zod';

export interface AutoLock {
  /** Minutes; 0 for never. */
  minutes(): number;
  set(minutes: number): Promise<void>;
  /** Somebody is there. */
  used(): void;
  close(): void;
}

interface AutoLockDependencies {
  store: Store;
  /** Milliseconds since 1970: a timer alone would not count the time that the machine slept. */
  now: () => number;
  lock: () => void;
}

/** A day: who wants longer wants none. */
const MOST_AUTO_LOCK_MINUTES = 1440;
const MINUTE_MS = 60_000;
/** How often the clock is looked at. */
const LOOK_MS = 5_000;
const BYTES = 16;

const minutesShape = z.int().min(0).max(MOST_AUTO_LOCK_MINUTES);

/** Begins to count as of now. Throws STORE_CORRUPT. */
export const openAutoLock = async ({ store, now, lock }: AutoLockDependencies): Promise<AutoLock> => {
  const stored = await store.record('profile', 'vault', 'auto-lock');
  let minutes = stored === undefined ? 0 : readCbor(minutesShape, stored, BYTES, 'STORE_CORRUPT');
  let lastMs = now();
  let timer: NodeJS.Timeout | undefined;

  const look = (): void => {
    if (now() - lastMs < minutes * MINUTE_MS) return;
    stop();
    lock();
  };
  const stop = (): void => {
    clearInterval(timer);
    timer = undefined;
  };
  const watch = (): void => {
    stop();
    if (minutes === 0) return;
    timer = setInterval(look, LOOK_MS);
    timer.unref();
  };
  watch();

  return {
    minutes: () => minutes,
    set: async (chosen) => {
      const value = writeCbor(minutesShape, chosen);
      await store.commit([{ type: 'record', scope: 'profile', kind: 'vault', key: 'auto-lock', value }]);
      minutes = chosen;
      lastMs = now();
      watch();
    },
    used: () => {
      lastMs = now();
    },
    close: stop,
  };
};
