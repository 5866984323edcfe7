/** What a client does later, or again and again; none of it keeps the process alive, or happens after the end. */
export interface Timers {
  later(delayMs: number, task: () => void): void;
  every(periodMs: number, task: () => void): void;
  close(): void;
}

export const createTimers = (): Timers => {
  const timers = new Set<NodeJS.Timeout>();
  let closed = false;
  return {
    later: (delayMs, task) => {
      if (closed) return;
      const timer = setTimeout(() => {
        timers.delete(timer);
        task();
      }, delayMs);
      timers.add(timer.unref());
    },
    every: (periodMs, task) => {
      timers.add(setInterval(task, periodMs).unref());
    },
    close: () => {
      closed = true;
      for (const timer of timers) clearTimeout(timer);
    },
  };
};
