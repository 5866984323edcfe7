/**
 * Entries that cannot be accepted yet: their device is not admitted as far as we know, an earlier entry is missing, no
 * valid signature vouches for them so far, or they lie ahead of our clock. Bounded [L6]: what does not fit is asked for again.
 */
import { type Entry, type EntryId, LIMITS, type LogRef, logKey } from '@plexi/protocol';

interface HeldLog {
  log: LogRef;
  entries: Map<EntryId, Entry>;
}

export interface HeldEntries {
  /** Keeps entries; false where there was no room for all of them. */
  add(log: LogRef, entries: readonly Entry[]): boolean;
  /** The held entries that lead from `tip` to `entry`, in order; none where they don't. */
  pathTo(log: LogRef, tip: EntryId, entry: Entry): Entry[];
  /** Held entries of a log that no other held one follows. */
  leaves(log: LogRef): Entry[];
  /** Lets go of what is at or below a sequence number. */
  settle(log: LogRef, sequence: number): void;
  logs(): LogRef[];
  readonly size: number;
}

const bytesOf = (entry: Entry): number => entry.header.length + (entry.body?.length ?? 0);

export const createHeldEntries = (): HeldEntries => {
  const logs = new Map<string, HeldLog>();
  let count = 0;
  let bytes = 0;
  const remove = (held: HeldLog, entry: Entry): void => {
    held.entries.delete(entry.id);
    count--;
    bytes -= bytesOf(entry);
  };
  return {
    add: (log, entries) => {
      const key = logKey(log);
      for (const entry of entries) {
        const held = logs.get(key) ?? { log, entries: new Map<EntryId, Entry>() };
        if (held.entries.has(entry.id)) continue;
        if (count >= LIMITS.heldEntries || bytes + bytesOf(entry) > LIMITS.heldBytes) return false;
        logs.set(key, held);
        held.entries.set(entry.id, entry);
        count++;
        bytes += bytesOf(entry);
      }
      return true;
    },
    pathTo: (log, tip, entry) => {
      const held = logs.get(logKey(log));
      const path: Entry[] = [];
      let previous = entry.parsed.previous;
      while (held !== undefined && previous !== tip) {
        const before = held.entries.get(previous);
        if (before === undefined) return [];
        path.push(before);
        previous = before.parsed.previous;
      }
      return path.reverse();
    },
    leaves: (log) => {
      const held = logs.get(logKey(log));
      if (held === undefined) return [];
      const followed = new Set([...held.entries.values()].map((entry) => entry.parsed.previous));
      return [...held.entries.values()].filter((entry) => !followed.has(entry.id));
    },
    settle: (log, sequence) => {
      const held = logs.get(logKey(log));
      if (held === undefined) return;
      for (const entry of held.entries.values()) if (entry.parsed.sequence <= sequence) remove(held, entry);
      if (held.entries.size === 0) logs.delete(logKey(log));
    },
    logs: () => [...logs.values()].map((held) => held.log),
    get size() {
      return count;
    },
  };
};
