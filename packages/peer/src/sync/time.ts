/** The time that sync is given: this process's timers, none of which keeps it running, and its clocks. */
import type { SyncTime } from '@plexi/protocol';

export const createSyncTime = (now: () => number): SyncTime => ({
  now,
  elapsedMs: () => performance.now(),
  later: (delayMs, work) => {
    const timer = setTimeout(work, delayMs).unref();
    return () => clearTimeout(timer);
  },
  soon: queueMicrotask,
});
