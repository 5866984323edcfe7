/** [L5] Which entries came ahead of their logs, and what of each channel is missing before them. */
import {
  type ChannelId,
  cutoffOf,
  type EntryId,
  type Frontier,
  type Governance,
  type Hlc,
  type LogId,
  type LogState,
  logKey,
  type Page,
  type RawEntry,
} from '@plexi/protocol';
import type { Forks } from './forks.ts';

/** Of an entry that came ahead, what proves that its device wrote it. */
export interface AheadEntry {
  raw: RawEntry;
  id: EntryId;
  previous: EntryId;
  sequence: number;
  clock: Hlc;
}

/** How far a channel's pages reach: from `floor` on they leave nothing out of what their sources have, whose logs end at `ends`. */
export interface AheadEdge {
  floor: Hlc;
  ends: Page['ends'];
}

/** Which page: the newest of a channel, or the one before what is here of them. */
export type PageWay = 'newest' | 'earlier';

export interface AheadBook {
  put(logId: LogId, entry: AheadEntry): void;
  remove(logId: LogId, entry: AheadEntry): void;
  at(logId: LogId, sequence: number): AheadEntry | undefined;
  /** Those of a log, ascending. */
  of(logId: LogId): AheadEntry[];
  logs(): LogId[];
  /** The newest stretch of a log without a gap. */
  run(logId: LogId): { from: number; to: number } | undefined;
  readonly size: number;
  readonly edges: Map<ChannelId, AheadEdge>;
  /** Entries that sources of a channel have and this peer does not, as far as they count. */
  missing(channel: ChannelId): number;
  /** From where on a channel's pages leave nothing out, with one that holds these clocks, where so many are new here. */
  floorWith(channel: ChannelId, way: PageWay, clocks: readonly Hlc[], unseen: number): Hlc | undefined;
  /** How many of a page's logs' entries are newer than all that is here of them. */
  unseen(ends: Page['ends']): number;
}

export interface AheadBookDependencies {
  frontier: Frontier;
  governance: () => Governance | undefined;
  forks: Pick<Forks, 'placeOf'>;
}

/** The ends of logs, of which the later word counts. */
export const mergeEnds = (before: Page['ends'], now: Page['ends'], limit: number): Page['ends'] => {
  const merged = new Map([...before, ...now].map((end) => [logKey(end.log), end]));
  return [...merged.values()].slice(0, limit);
};

export const createAheadBook = ({ frontier, governance, forks }: AheadBookDependencies): AheadBook => {
  const logs = new Map<LogId, Map<number, AheadEntry>>();
  const edges = new Map<ChannelId, AheadEdge>();
  let size = 0;

  const run: AheadBook['run'] = (logId) => {
    const known = logs.get(logId);
    if (known === undefined) return undefined;
    let to = 0;
    for (const sequence of known.keys()) to = Math.max(to, sequence);
    let from = to;
    while (known.has(from - 1)) from--;
    return { from, to };
  };

  const missingIn = (state: LogState | undefined, end: number): number => {
    if (state === undefined) return end;
    return Math.max(0, end - state.tip.sequence - (logs.get(state.logId)?.size ?? 0));
  };

  return {
    put: (logId, entry) => {
      const known = logs.get(logId) ?? new Map<number, AheadEntry>();
      if (!known.has(entry.sequence)) size++;
      known.set(entry.sequence, entry);
      logs.set(logId, known);
    },
    remove: (logId, { sequence }) => {
      const known = logs.get(logId);
      if (known?.delete(sequence) === true) size--;
      if (known?.size === 0) logs.delete(logId);
    },
    at: (logId, sequence) => logs.get(logId)?.get(sequence),
    of: (logId) => [...(logs.get(logId)?.values() ?? [])].sort((a, b) => a.sequence - b.sequence),
    logs: () => [...logs.keys()],
    run,
    get size() {
      return size;
    },
    edges,
    missing: (channel) => {
      const known = governance();
      return (edges.get(channel)?.ends ?? []).reduce((sum, { log, sequence }) => {
        const state = frontier.get(log);
        // What was written twice is taken no further.
        if (state !== undefined && forks.placeOf(state.logId) !== undefined) return sum;
        const cutoff = (known && cutoffOf(known, log)) ?? sequence;
        return sum + missingIn(state, Math.min(sequence, cutoff));
      }, 0);
    },
    floorWith: (channel, way, clocks, unseen) => {
      const before = edges.get(channel)?.floor;
      if (clocks.length === 0) return before;
      const lowest = clocks.reduce((least, clock) => (clock < least ? clock : least));
      if (before === undefined) return lowest;
      if (way === 'earlier') return lowest < before ? lowest : before;
      // A newest page that left something out parts what was there before from what is new.
      return clocks.length < unseen && lowest > before ? lowest : before;
    },
    unseen: (ends) =>
      ends.reduce((sum, { log, sequence }) => {
        const state = frontier.get(log);
        const here = state === undefined ? 0 : Math.max(state.tip.sequence, run(state.logId)?.to ?? 0);
        return sum + Math.max(0, sequence - here);
      }, 0),
  };
};
