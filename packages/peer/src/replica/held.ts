/**
 * Entries that cannot be accepted yet: their device is not admitted as far as we know, an earlier entry is missing, no
 * valid signature vouches for them so far, or they lie ahead of our clock. Bounded [L6]: what does not fit is asked for again.
 */
import {
  type Entry,
  type EntryId,
  equalBytes,
  idToBytes,
  isSignedBy,
  LIMITS,
  type LogRef,
  logKey,
  type Primitives,
} from '@plexi/protocol';

interface HeldLog {
  log: LogRef;
  entries: Map<EntryId, Entry>;
  /** By the entry before, those that name it. */
  followers: Map<EntryId, Set<EntryId>>;
}

export interface HeldEntries {
  /** Keeps entries; false where there was no room for all of them. */
  add(log: LogRef, entries: readonly Entry[]): boolean;
  /** The held entries that lead from `tip` to `entry`, in order; none where they don't. */
  pathTo(log: LogRef, tip: EntryId, entry: Entry): Entry[];
  /** Held entries that build on `tip`, each behind the one that it builds on. */
  after(log: LogRef, tip: EntryId): Entry[];
  /** Lets go of what is at or below a sequence number. */
  settle(log: LogRef, sequence: number): void;
  logs(): LogRef[];
  readonly size: number;
}

const bytesOf = (entry: Entry): number => entry.header.length + (entry.body?.length ?? 0);

export const createHeldEntries = (primitives: Primitives): HeldEntries => {
  const logs = new Map<string, HeldLog>();
  let count = 0;
  let bytes = 0;

  const put = (held: HeldLog, entry: Entry): void => {
    const { previous } = entry.parsed;
    held.entries.set(entry.id, entry);
    held.followers.set(previous, (held.followers.get(previous) ?? new Set()).add(entry.id));
    count++;
    bytes += bytesOf(entry);
  };

  const remove = (held: HeldLog, entry: Entry): void => {
    held.entries.delete(entry.id);
    const siblings = held.followers.get(entry.parsed.previous);
    siblings?.delete(entry.id);
    if (siblings?.size === 0) held.followers.delete(entry.parsed.previous);
    count--;
    bytes -= bytesOf(entry);
  };

  /** A copy with a spoiled signature must not keep the one out that has the right one. */
  const prefer = (held: HeldLog, entry: Entry, other: Entry): void => {
    if (equalBytes(entry.signature, other.signature)) return;
    if (isSignedBy(primitives, entry, idToBytes(held.log.device))) held.entries.set(entry.id, entry);
  };

  return {
    add: (log, entries) => {
      const key = logKey(log);
      for (const entry of entries) {
        const held: HeldLog = logs.get(key) ?? { log, entries: new Map(), followers: new Map() };
        const same = held.entries.get(entry.id);
        if (same !== undefined) {
          prefer(held, entry, same);
          continue;
        }
        if (count >= LIMITS.heldEntries || bytes + bytesOf(entry) > LIMITS.heldBytes) return false;
        logs.set(key, held);
        put(held, entry);
      }
      return true;
    },
    pathTo: (log, tip, entry) => {
      const entries = logs.get(logKey(log))?.entries;
      const path: Entry[] = [];
      let { previous } = entry.parsed;
      while (previous !== tip) {
        const before = entries?.get(previous);
        if (before === undefined) return [];
        path.push(before);
        previous = before.parsed.previous;
      }
      return path.reverse();
    },
    after: (log, tip) => {
      const held = logs.get(logKey(log));
      const found: Entry[] = [];
      const take = (previous: EntryId): void => {
        for (const id of held?.followers.get(previous) ?? []) found.push(held?.entries.get(id) as Entry);
      };
      take(tip);
      // The list grows while it is walked. Hashes make no circles.
      for (const entry of found) take(entry.id);
      return found;
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
