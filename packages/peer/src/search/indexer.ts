/**
 * Brings the full-text index up to date while nothing else is going on: in short steps with pauses between, and not while
 * messages stream in, which would slow their coming. What was not indexed at the end of a process is taken up by the next.
 */
import type { IndexProgress, Store } from '@plexi/storage';

export interface Indexer {
  /** Something may have come. */
  poke(): void;
  /** Indexes without pauses, until all is indexed or `timeoutMs` have passed. */
  hurry(timeoutMs: number, signal?: AbortSignal): Promise<IndexProgress>;
  close(): Promise<void>;
}

export interface IndexerDependencies {
  store: Pick<Store, 'indexMessages'>;
  /** A step failed; nobody waits for it. */
  failed: (error: unknown) => void;
  /** Milliseconds. */
  now: () => number;
}

const STEP_MS = 6;
const PAUSE_MS = 10;
/** How long nothing must have come before a step, and how long that can put it off. */
const QUIET_MS = 150;
const PATIENCE_MS = 2000;

const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export const createIndexer = ({ store, failed, now }: IndexerDependencies): Indexer => {
  let timer: NodeJS.Timeout | undefined;
  let stepping: Promise<void> = Promise.resolve();
  let waitingSince: number | undefined;
  let closed = false;

  const step = async (): Promise<void> => {
    const { done, total } = await store.indexMessages(STEP_MS);
    if (done < total) later(PAUSE_MS);
    else waitingSince = undefined;
  };

  const later = (delay: number): void => {
    if (closed) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      stepping = step().catch(failed);
    }, delay);
    timer.unref();
  };

  return {
    poke: () => {
      waitingSince ??= now();
      later(now() - waitingSince > PATIENCE_MS ? PAUSE_MS : QUIET_MS);
    },
    hurry: async (timeoutMs, signal) => {
      const end = now() + timeoutMs;
      for (;;) {
        const progress = await store.indexMessages(STEP_MS);
        const isOver = now() >= end || signal?.aborted === true || closed;
        if (progress.done === progress.total || isOver) return progress;
        await breathe();
      }
    },
    close: async () => {
      closed = true;
      clearTimeout(timer);
      await stepping;
    },
  };
};
