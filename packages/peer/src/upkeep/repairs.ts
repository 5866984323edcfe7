/** When a database is repaired: as soon as damage shows itself, or when somebody asks; one repair at a time. */
import { toPlexiError } from '@plexi/protocol';
import type { Store } from '@plexi/storage';

export interface Repairs {
  /** Has a store be repaired once it says that it is damaged. */
  watch(store: Pick<Store, 'health' | 'onHealth'>): void;
  /** Joins the repair that is going on, if one is. */
  repair(): Promise<void>;
  /** Does a task again where it came upon damage, once that is repaired. */
  mended<Result>(task: () => Promise<Result>): Promise<Result>;
  /** Resolves when no repair is going on. */
  underWay(): Promise<void>;
  close(): Promise<void>;
}

interface RepairsDependencies {
  /** Closes what rests on the store, and opens the store again. */
  repair: () => Promise<void>;
  /** Has all go on; nothing waits for the repair any more. */
  goOn: () => Promise<void>;
  log: (event: string, fields: Record<string, unknown>) => void;
  /** Milliseconds since 1970. */
  now: () => number;
}

/** A disk that damages what is written to it is not mended by writing more: how long after a repair there is no other by itself. */
const PAUSE_MS = 10 * 60_000;

export const createRepairs = ({ repair, goOn, log, now }: RepairsDependencies): Repairs => {
  let going: Promise<void> | undefined;
  let whole: Promise<void> | undefined;
  let lastMs = Number.NEGATIVE_INFINITY;
  let closed = false;

  const run = async (): Promise<void> => {
    going = repair().finally(() => {
      going = undefined;
      lastMs = now();
    });
    await going;
    await goOn();
  };
  const start = (): Promise<void> => {
    // What goes on after a repair does not wait for itself.
    if (whole !== undefined) return going ?? Promise.resolve();
    whole = run().finally(() => {
      whole = undefined;
    });
    return whole;
  };

  const mended = async <Result>(task: () => Promise<Result>): Promise<Result> => {
    try {
      return await task();
    } catch (error) {
      if (toPlexiError(error).code !== 'STORE_CORRUPT') throw error;
      await start();
      return task();
    }
  };

  const startByItself = (): void => {
    if (closed || now() - lastMs < PAUSE_MS) return;
    log('storage', { state: 'repairing' });
    // Not within what came upon the damage.
    setImmediate(() => {
      if (closed) return;
      start().then(
        () => log('storage', { state: 'repaired' }),
        (error: unknown) => log('problem', { code: toPlexiError(error).code, detail: 'repairing' }),
      );
    });
  };

  return {
    watch: (store) => {
      store.onHealth(({ state }) => {
        if (state === 'damaged') startByItself();
      });
      if (store.health().state === 'damaged') startByItself();
    },
    repair: start,
    mended,
    underWay: async () => {
      // Whoever waits for it learns from what it asks next how it ended.
      await going?.catch(() => undefined);
    },
    close: async () => {
      closed = true;
      await whole?.catch(() => undefined);
    },
  };
};
