/**
 * [L5] Entries that came ahead of their logs: the newest page of a channel while the history before it is coming. They are judged
 * and shown like others, and are no part of what sync, receipts and the frontier know, which is each log's beginning without a gap.
 */
import {
  type ChannelId,
  cutoffOf,
  deviceStanding,
  type Entry,
  type EntryId,
  type ErrorCode,
  emptyLog,
  type Frontier,
  type Governance,
  type Hlc,
  idToBytes,
  judgeBackwards,
  LIMITS,
  type LogId,
  type LogState,
  logIdOf,
  type Page,
  type PagePlace,
  type Primitives,
  plexiError,
  readEntry,
  type SpaceId,
  vouchesForItself,
} from '@plexi/protocol';
import type { Store, Write } from '@plexi/storage';
import { type AheadEntry, createAheadBook, mergeEnds, type PageWay } from './ahead-book.ts';
import { meetAhead } from './ahead-meeting.ts';
import { dropsAhead } from './ahead-orders.ts';
import { createAheadRecords } from './ahead-records.ts';
import type { Dropped } from './drop-draft.ts';
import type { Forks } from './forks.ts';
import type { MissingBodies } from './missing-bodies.ts';

/** What opening entries that came ahead brings about; `waiting` are those whose key is not here. */
export interface AheadOpened {
  writes: Write[];
  waiting: ReadonlySet<EntryId>;
  committed: () => void;
}

/** Where nobody shows anything. */
export const NOTHING_OPENED: AheadOpened = { writes: [], waiting: new Set(), committed: () => undefined };

export interface Ahead {
  /** Takes a page that was asked for; gives why something of it was refused. Throws what `readEntry` does. */
  take(page: Page, way: PageWay): Promise<ErrorCode | undefined>;
  /** Opens again what had no key. */
  reopen(): Promise<void>;
  /** What is here of a channel, as a question for more says it. */
  places(channel: ChannelId, way: PageWay): PagePlace[];
  /** Whether an entry was shown before its log came to it. */
  isShown(logId: LogId, sequence: number): boolean;
  /** The clock from which on nothing is left out, and how many entries are missing before it; `undefined` where none are. */
  gap(channel: ChannelId): { floor: Hlc; missing: number } | undefined;
  /** Entries that are still to come, as far as sources have told. */
  missing(): number;
  /** A log comes to these, those `dropped` without their bodies for good: what is to be committed with them, and what to do then. */
  meet(
    state: LogState,
    entries: readonly Entry[],
    dropped: ReadonlySet<EntryId> | undefined,
  ): { before: Write[]; after: Write[]; committed: () => Promise<void> } | undefined;
  /** Governance changed. */
  follow(): Promise<void>;
  /** All that any source has is here. */
  settle(): Promise<void>;
  /** What is ahead in a channel, or what is missing before it, changed. */
  onChange(listener: (channel: ChannelId) => void): void;
}

export interface AheadDependencies {
  primitives: Primitives;
  store: Store;
  space: SpaceId;
  now: () => number;
  frontier: Frontier;
  governance: () => Governance | undefined;
  forks: Pick<Forks, 'placeOf' | 'note'>;
  missing: Pick<MissingBodies, 'settle' | 'committed'>;
  idAt: (state: LogState, sequence: number) => Promise<EntryId>;
  isPast: (channel: ChannelId, clock: Hlc) => boolean;
  open: (state: LogState, entries: readonly Entry[]) => Promise<AheadOpened>;
  /** [L4] Bodies went, by orders that came ahead. */
  dropped: (dropped: readonly Dropped[]) => void;
}

const keptOf = ({ header, signature, id, parsed }: Entry): AheadEntry => ({
  raw: { header, signature, body: undefined },
  id,
  previous: parsed.previous,
  sequence: parsed.sequence,
  clock: parsed.clock,
});

export const openAhead = async (dependencies: AheadDependencies): Promise<Ahead> => {
  const { primitives, store, space, now, frontier, governance, forks, idAt, isPast } = dependencies;
  const records = createAheadRecords(primitives, store, space);
  const book = createAheadBook({ frontier, governance, forks });
  const { edges } = book;
  /** Those without a key, with their bodies; they are not kept on disk. */
  const waiting = new Map<EntryId, { state: LogState; entry: Entry }>();

  const listeners = new Set<(channel: ChannelId) => void>();
  const changed = (channel: ChannelId): void => {
    for (const listener of listeners) listener(channel);
  };

  const loaded = await records.load();
  for (const [channel, edge] of loaded.edges) edges.set(channel, edge);
  for (const { log, entry } of loaded.entries) {
    const state = frontier.open(log, logIdOf(primitives, space, log));
    if (entry.sequence > state.tip.sequence) book.put(state.logId, entry);
  }

  const remove = (logId: LogId, entries: readonly AheadEntry[]): void => {
    for (const entry of entries) {
      book.remove(logId, entry);
      waiting.delete(entry.id);
    }
  };

  /** Lets go of where a channel's pages end, once nothing is missing before it. */
  const closeEdge = async (channel: ChannelId): Promise<void> => {
    if (!edges.has(channel) || book.missing(channel) > 0) return;
    edges.delete(channel);
    await store.commit(records.keepEdge(channel, undefined));
    changed(channel);
  };

  /** [L2] Keeps another history as the proof that it is, up to an entry that is signed. */
  const noteFork = async (state: LogState, branch: readonly Entry[]): Promise<void> => {
    const publicKey = idToBytes(state.log.device);
    const end = branch.findIndex((entry) => vouchesForItself(primitives, entry, publicKey));
    if (end >= 0) await forks.note(state, branch.slice(0, end + 1));
  };

  /** Whether a run, whose end is vouched for, says something else than what is here. */
  const contradicts = async (state: LogState, run: readonly Entry[]): Promise<boolean> => {
    for (const [at, { id, parsed }] of run.entries()) {
      const { sequence, previous } = parsed;
      if ((book.at(state.logId, sequence)?.id ?? id) !== id) return true;
      // What its history has in the place of our end shows when it comes.
      if (sequence === state.tip.sequence + 1 && previous !== state.tip.id) return true;
      if (sequence > state.tip.sequence || (await idAt(state, sequence)) === id) continue;
      await noteFork(state, run.slice(at));
      return true;
    }
    return false;
  };

  /** Why a run is not accepted. */
  const judge = async (state: LogState, run: readonly Entry[]): Promise<ErrorCode | undefined> => {
    const known = governance();
    const end = run.at(-1)?.parsed.sequence ?? 0;
    if (known === undefined || deviceStanding(known, state.log, 1) === 'unknown') return 'LOG_UNKNOWN';
    if (end > (cutoffOf(known, state.log) ?? Infinity)) return 'ENTRY_NOT_ENTITLED';
    if (forks.placeOf(state.logId) !== undefined) return 'ENTRY_EQUIVOCATION';
    const code = judgeBackwards(primitives, run, {
      devicePublicKey: idToBytes(state.log.device),
      previous: book.at(state.logId, end + 1)?.previous,
      nowMs: now(),
    });
    return code ?? ((await contradicts(state, run)) ? 'ENTRY_EQUIVOCATION' : undefined);
  };

  const show = async (state: LogState, entries: readonly Entry[]): Promise<void> => {
    const opened = await dependencies.open(
      state,
      entries.filter(({ parsed }) => !isPast(state.log.channel, parsed.clock)),
    );
    const kept = entries.filter(({ id }) => !opened.waiting.has(id)).map(keptOf);
    await store.commit([...kept.map((entry) => records.keep(state.log, entry)), ...opened.writes]);
    for (const entry of entries) {
      book.put(state.logId, keptOf(entry));
      if (opened.waiting.has(entry.id)) waiting.set(entry.id, { state, entry });
      else waiting.delete(entry.id);
    }
    opened.committed();
    const { writes, dropped } = await dropsAhead({ ...dependencies, book }, governance(), state.log, entries);
    if (writes.length === 0) return;
    await store.commit(writes);
    dependencies.missing.committed(writes);
    dependencies.dropped(dropped);
  };

  const take: Ahead['take'] = async ({ channel, runs, ends }, way) => {
    const unseen = book.unseen(ends);
    const clocks: Hlc[] = [];
    let code: ErrorCode | undefined;
    for (const { log, entries: raws } of runs) {
      const logId = logIdOf(primitives, space, log);
      const run = raws.map((raw) => readEntry(primitives, raw));
      if (run.some(({ parsed }) => parsed.logId !== logId))
        throw plexiError('ENTRY_FORGED', { detail: 'log id' });
      const state = frontier.get(log);
      const hasRoom = state !== undefined || frontier.size < LIMITS.logsPerSpace;
      const refused = hasRoom ? await judge(state ?? emptyLog(log, logId), run) : 'ENTRY_NOT_ENTITLED';
      code ??= refused;
      const isNew = ({ parsed: { sequence } }: Entry): boolean =>
        sequence > (state?.tip.sequence ?? 0) && book.at(logId, sequence) === undefined;
      const fresh = run.filter(isNew);
      if (refused !== undefined || book.size + fresh.length > LIMITS.aheadEntries) continue;
      clocks.push(...run.map(({ parsed }) => parsed.clock));
      await show(frontier.open(log, logId), fresh);
    }
    const floor = book.floorWith(channel, way, clocks, unseen);
    if (floor !== undefined) {
      const merged = mergeEnds(edges.get(channel)?.ends ?? [], ends, LIMITS.pageLogs);
      edges.set(channel, { floor, ends: merged });
      // What waits for its key is not on disk: after a restart it would be left out.
      const left = [...waiting.values()].map(({ entry }) => entry.parsed.clock + 1);
      const onDisk = { floor: Math.max(floor, ...left) as Hlc, ends: merged };
      await store.commit(records.keepEdge(channel, onDisk));
      await closeEdge(channel);
    }
    changed(channel);
    return code;
  };

  return {
    take,
    reopen: async () => {
      for (const { state, entry } of waiting.values()) await show(state, [entry]);
    },
    places: (channel, way) =>
      frontier.inChannel(channel).flatMap(({ log, logId, tip }): PagePlace[] => {
        const run = book.run(logId);
        const after = way === 'newest' ? Math.max(tip.sequence, run?.to ?? 0) : tip.sequence;
        const before = way === 'newest' ? 0 : (run?.from ?? 0);
        return after === 0 && before === 0 ? [] : [{ log, after, before }];
      }),
    isShown: (logId, sequence) => {
      const entry = book.at(logId, sequence);
      return entry !== undefined && !waiting.has(entry.id);
    },
    gap: (channel) => {
      const edge = edges.get(channel);
      const missing = edge === undefined ? 0 : book.missing(channel);
      return edge === undefined || missing === 0 ? undefined : { floor: edge.floor, missing };
    },
    missing: () => [...edges.keys()].reduce((sum, channel) => sum + book.missing(channel), 0),
    meet: (state, entries, dropped) => {
      const { channel } = state.log;
      if (book.run(state.logId) === undefined && !edges.has(channel)) return undefined;
      const meeting = meetAhead({ space, book, isPast, forget: records.forget }, state, entries, dropped);
      const { before, after, gone, branch } = meeting;
      return {
        before,
        after,
        committed: async () => {
          remove(state.logId, gone);
          await noteFork(
            state,
            branch.map(({ raw }) => readEntry(primitives, raw)),
          );
          if (branch.length > 0) changed(channel);
          await closeEdge(channel);
        },
      };
    },
    follow: async () => {
      const known = governance();
      if (known === undefined) return;
      for (const logId of book.logs()) {
        const state = frontier.byId(logId);
        const end = (state && cutoffOf(known, state.log)) ?? Infinity;
        const gone = book.of(logId).filter(({ sequence }) => sequence > end);
        if (state === undefined || gone.length === 0) continue;
        await store.commit([
          ...gone.map(({ id }) => records.forget(id)),
          { type: 'forget-messages', space, logId, after: end },
        ]);
        remove(logId, gone);
        changed(state.log.channel);
      }
      for (const channel of edges.keys()) await closeEdge(channel);
    },
    onChange: (listener) => void listeners.add(listener),
    settle: async () => {
      for (const channel of edges.keys()) {
        edges.delete(channel);
        await store.commit(records.keepEdge(channel, undefined));
        changed(channel);
      }
    },
  };
};
