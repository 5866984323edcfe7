/**
 * Whether what is written reaches the disk, and what is read is what was written. After a write that failed nothing is taken for stored; from then on a small one is
 * tried, at growing intervals, until it succeeds. Any commit that succeeds in between says the same.
 */
import { randomBytes } from 'node:crypto';
import { type ErrorCode, toPlexiError } from '@plexi/protocol';
import type { StoreHealth } from '../store.ts';
import type { Statements } from './statements.ts';

export interface Health {
  current(): StoreHealth;
  onChange(listener: (health: StoreHealth) => void): () => void;
  /** A transaction ended: durably, or with this error. */
  note(error?: unknown): void;
  close(): void;
}

const FIRST_TRY_MS = 1000;
const LONGEST_TRY_MS = 30_000;
/** Takes some pages of the log, so that it shows whether there is room, and not whether a page was left over. */
const TRIED_BYTES = 64 * 1024;
const TROUBLES: readonly ErrorCode[] = ['STORE_FULL', 'STORE_FAILED', 'STORE_CORRUPT'];

interface HealthDependencies {
  /** Runs a task in a transaction of its own, and notes how that ended. */
  run: (task: () => void) => Promise<void>;
  /** Damage was found, for the first time. */
  onDamage: () => void;
}

export const createHealth = (statements: Statements, { run, onDamage }: HealthDependencies): Health => {
  const listeners = new Set<(health: StoreHealth) => void>();
  let health: StoreHealth = { state: 'ok' };
  let timer: NodeJS.Timeout | undefined;
  let tries = 0;
  let closed = false;

  const set = (next: StoreHealth): void => {
    // Damage does not go away while the file is open.
    if (next.state === health.state || health.state === 'damaged') return;
    if (next.state === 'damaged') onDamage();
    health = next;
    for (const listener of listeners) listener(next);
  };

  const tryAgain = async (): Promise<void> => {
    timer = undefined;
    tries++;
    const place = "scope = 'profile' AND kind = 'store' AND key = 'tried'";
    await run(() => {
      statements.run(`DELETE FROM record WHERE ${place}`);
      statements.run(
        "INSERT INTO record (scope, kind, key, value) VALUES ('profile', 'store', 'tried', ?)",
        randomBytes(TRIED_BYTES),
      );
    });
    await run(() => {
      statements.run(`DELETE FROM record WHERE ${place}`);
    });
  };

  const tryLater = (): void => {
    if (timer !== undefined || closed) return;
    const pause = Math.min(LONGEST_TRY_MS, FIRST_TRY_MS * 2 ** Math.min(tries, 10));
    timer = setTimeout(() => {
      // What came of it was noted.
      tryAgain().catch(() => undefined);
    }, pause);
    timer.unref();
  };

  return {
    current: () => health,
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    note: (error) => {
      if (error === undefined) {
        clearTimeout(timer);
        timer = undefined;
        tries = 0;
        set({ state: 'ok' });
        return;
      }
      const { code } = toPlexiError(error);
      if (!TROUBLES.includes(code)) return;
      if (code === 'STORE_CORRUPT') {
        set({ state: 'damaged' });
        return;
      }
      set({ state: code === 'STORE_FULL' ? 'full' : 'failing' });
      tryLater();
    },
    close: () => {
      closed = true;
      clearTimeout(timer);
    },
  };
};
