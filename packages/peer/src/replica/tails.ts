/** The newest entries of logs, in memory: what was just written is what others want next. */
import type { Entry, LogState, RawEntry } from '@plexi/protocol';

/** Logs whose newest entries stay in memory, and how many of each. */
const TAIL_LOGS = 256;
const TAIL_ENTRIES = 32;

export interface Tails {
  /** These entries are the log's end now. */
  keep(state: LogState, entries: readonly Entry[]): void;
  forget(state: LogState): void;
  /** From a sequence number to the end; undefined where that reaches further back than memory does. */
  read(state: LogState, from: number): RawEntry[] | undefined;
}

export const createTails = (): Tails => {
  const tails = new Map<LogState, { from: number; entries: RawEntry[] }>();
  return {
    keep: (state, entries) => {
      tails.delete(state);
      const [first] = entries;
      if (first === undefined || entries.length > TAIL_ENTRIES) return;
      tails.set(state, { from: first.parsed.sequence, entries: [...entries] });
      const [oldest] = tails.keys();
      if (tails.size > TAIL_LOGS && oldest !== undefined) tails.delete(oldest);
    },
    forget: (state) => {
      tails.delete(state);
    },
    read: (state, from) => {
      const tail = tails.get(state);
      return tail === undefined || from < tail.from ? undefined : tail.entries.slice(from - tail.from);
    },
  };
};
