/** A seeded scheduler: one thing happens at a time, in an order that the seed draws, and time passes only between. */
import { setImmediate as turnOver } from 'node:timers/promises';
import type { SyncTime } from '../../src/index.ts';

export interface Schedule {
  readonly time: SyncTime;
  /** A number from 0 up to below `end`. */
  draw(end: number): number;
  chance(of: number): boolean;
  /** One of them; there is one at least. */
  pick<Item>(items: readonly Item[]): Item;
  /** Has something happen in a step of its own, a while from now. */
  after(delayMs: number, run: () => void): () => void;
  /** The same, of work that somebody waits for. */
  step<Value>(delayMs: number, work: () => Value): Promise<Value>;
  /** Goes on until that holds; false where it doesn't within so many milliseconds. */
  until(holds: () => boolean, withinMs: number): Promise<boolean>;
}

interface Task {
  dueMs: number;
  run: () => void;
}

/** mulberry32: https://gist.github.com/tommyettinger/46a874533244883189143505d203312c, public domain. */
const createDraw = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

export const createSchedule = (seed: number, startMs: number): Schedule => {
  const drawn = createDraw(seed);
  const draw = (end: number): number => Math.floor(drawn() * end);
  const tasks = new Set<Task>();
  let atEnd: (() => void)[] = [];
  let nowMs = 0;

  const after = (delayMs: number, run: () => void): (() => void) => {
    const task = { dueMs: nowMs + delayMs, run };
    tasks.add(task);
    return () => tasks.delete(task);
  };

  /** Runs what was put off to the end of a turn, and what that puts off. */
  const endTurn = async (): Promise<void> => {
    await turnOver();
    while (atEnd.length > 0) {
      const due = atEnd;
      atEnd = [];
      for (const work of due) work();
      await turnOver();
    }
  };

  /** The next thing to happen, where that is not later than so. */
  const takeNext = (endMs: number): Task | undefined => {
    let next: Task | undefined;
    for (const task of tasks) if (next === undefined || task.dueMs < next.dueMs) next = task;
    if (next === undefined || next.dueMs > endMs) return undefined;
    nowMs = Math.max(nowMs, next.dueMs);
    tasks.delete(next);
    return next;
  };

  return {
    time: {
      now: () => startMs + nowMs,
      elapsedMs: () => nowMs,
      later: after,
      soon: (work) => void atEnd.push(work),
    },
    draw,
    chance: (of) => drawn() < of,
    pick: <Item>(items: readonly Item[]) => items[draw(items.length)] as Item,
    after,
    step: async (delayMs, work) => {
      const turn = Promise.withResolvers<void>();
      after(delayMs, turn.resolve);
      await turn.promise;
      return work();
    },
    until: async (holds, withinMs) => {
      const end = nowMs + withinMs;
      await endTurn();
      while (!holds()) {
        const next = takeNext(end);
        if (next === undefined) {
          nowMs = end;
          return holds();
        }
        next.run();
        await endTurn();
      }
      return true;
    },
  };
};
