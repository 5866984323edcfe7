/** A plugin's timers: a bounded number, none of them sooner or later than allowed. */
import { LIMITS } from '@plexi/protocol';

export interface PluginTimers {
  /** Whether it was taken: there is room, and `at` (milliseconds since 1970) is a time. */
  set(id: number, at: number): boolean;
  cancel(id: number): void;
  close(): void;
}

/** The longest that the runtime's own timers can wait is 2^31 ms; half of that is plenty. */
const LONGEST_MS = 2 ** 30;

export const createPluginTimers = (now: () => number, fire: (id: number) => void): PluginTimers => {
  const timers = new Map<number, NodeJS.Timeout>();
  const wait = (id: number, at: number): void => {
    const left = at - now();
    const pause = Math.min(Math.max(left, LIMITS.pluginTimerLeastMs), LONGEST_MS);
    const timer = setTimeout(() => {
      if (at - now() > LIMITS.pluginTimerLeastMs) return wait(id, at);
      timers.delete(id);
      return fire(id);
    }, pause);
    timers.set(id, timer.unref());
  };
  return {
    set: (id, at) => {
      const fits = timers.size < LIMITS.pluginTimers && !timers.has(id);
      if (!fits || !Number.isFinite(at) || at - now() > LIMITS.pluginTimerMostMs) return false;
      wait(id, at);
      return true;
    },
    cancel: (id) => {
      clearTimeout(timers.get(id));
      timers.delete(id);
    },
    close: () => {
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
    },
  };
};
