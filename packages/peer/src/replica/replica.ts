/**
 * A replica: all that one peer holds of one space, and the one place where entries are let in. A member's client and a
 * relay run the same code; what a client does beyond it (keys, timeline) hangs on `hooks`.
 *
 * Everything that changes the replica runs in one queue, so that each step sees the one before it whole.
 */
import {
  type ChainTip,
  cutoffOf,
  deviceStanding,
  type Entry,
  type EntryId,
  type ErrorCode,
  extendGovernance,
  foldGovernance,
  type Governance,
  governanceChannel,
  idFromBytes,
  idToBytes,
  isSignedBy,
  LIMITS,
  judgeRun,
  keyChannel,
  type LogRef,
  logIdOf,
  type Primitives,
  plexiError,
  type RawEntry,
  readEntry,
  type SpaceId,
  spaceIdOf,
} from '@plexi/protocol';
import type { Store, Write } from '@plexi/storage';
import { createFrontier, type Frontier, type LogState } from './frontier.ts';
import { createHeldEntries } from './held.ts';
import { encodeIdList } from './id-list.ts';
import { type AcceptedEntry, governanceEntryOf, loadLogs, withHeads } from './load.ts';
import { createSerial, type Serial } from './serial.ts';

export interface ReplicaHooks {
  /** Called before entries are stored: what else must be stored with them, and what to do once that is done. */
  prepare?(state: LogState, entries: AcceptedEntry[]): Promise<{ writes: Write[]; committed?: () => void }>;
  /** Governance changed. Runs in the queue. */
  governed?(governance: Governance): Promise<void>;
}

export interface ReplicaDependencies {
  primitives: Primitives;
  store: Store;
  space: SpaceId;
  /** Milliseconds since 1970. */
  now: () => number;
  hooks?: ReplicaHooks;
  /** Whether more bytes of entries may be stored: a relay's quota. */
  mayStore?: (bytes: number) => boolean;
}

export interface IngestOutcome {
  accepted: number;
  /** Why something was refused, for the log. */
  refused: ErrorCode | undefined;
  /** Where to start again, if something before what came is missing. */
  wantFrom: number | undefined;
  /** Whether entries were let go for want of room: they must be asked for once governance explains their log. */
  dropped: boolean;
}

export interface Replica {
  readonly space: SpaceId;
  readonly frontier: Frontier;
  readonly channels: { governance: LogRef['channel']; keys: LogRef['channel'] };
  /** Undefined until the genesis is here. */
  governance(): Governance | undefined;
  /** Takes entries of one log from a peer, in order. */
  ingest(log: LogRef, raws: readonly RawEntry[]): Promise<IngestOutcome>;
  /** Stores entries of one's own; to be called within `run`. */
  commitOwn(log: LogRef, entries: readonly Entry[], writes: readonly Write[]): Promise<void>;
  /** Runs a task in the replica's queue. */
  run: Serial;
  /** Entries from the end of the store or of memory. */
  read(log: LogRef, from: number, maxBytes: number): Promise<RawEntry[]>;
  /** Where a log is, and the id that headers carry for it. */
  stateOf(log: LogRef): LogState;
  onAdvance(listener: (state: LogState) => void): () => void;
  onGovernance(listener: (governance: Governance) => void): () => void;
  /** Looks again at what is held, because the clock moved on. */
  retryHeld(): Promise<void>;
}

/** Opens the replica of a space from the store; a space of which nothing is there yet is an empty one. */
export const openReplica = async (dependencies: ReplicaDependencies): Promise<Replica> => {
  const { primitives, store, space, now, hooks } = dependencies;
  const channels = { governance: governanceChannel(primitives, space), keys: keyChannel(primitives, space) };
  const frontier = createFrontier(primitives);
  const held = createHeldEntries();
  const run = createSerial();
  const advanceListeners = new Set<(state: LogState) => void>();
  const governanceListeners = new Set<(governance: Governance) => void>();
  const tails = new Map<LogState, { from: number; entries: RawEntry[] }>();
  const equivocated = new Set<string>();
  let governance: Governance | undefined;

  const stateOf = (log: LogRef): LogState =>
    frontier.get(log) ?? frontier.open(log, logIdOf(primitives, space, log));

  const idAt = async (state: LogState, sequence: number): Promise<EntryId> => {
    const [raw] = await store.entries(space, state.log, sequence, { limit: 1, maxBytes: 1 });
    if (raw === undefined) throw plexiError('STORE_CORRUPT', { detail: 'a log has a gap' });
    return idFromBytes<EntryId>(primitives.sha256(raw.header));
  };

  /** [G4] Entries behind a cutoff are void: the visible end of a log moves with its cutoff. */
  const applyCutoffs = async (): Promise<void> => {
    if (governance === undefined) return;
    for (const state of frontier.all()) {
      const sequence = Math.min(state.tip.sequence, cutoffOf(governance, state.log) ?? state.tip.sequence);
      if (sequence === state.visible.sequence) continue;
      const id =
        sequence === state.tip.sequence || sequence === 0 ? state.tip.id : await idAt(state, sequence);
      frontier.move(state, state.tip, { sequence, id });
    }
  };

  const standsToReason = (log: LogRef): boolean =>
    governance !== undefined && deviceStanding(governance, log, 1) !== 'unknown';

  const announceGovernance = async (): Promise<void> => {
    if (governance === undefined) return;
    await applyCutoffs();
    await hooks?.governed?.(governance);
    for (const listener of governanceListeners) listener(governance);
  };

  /** Stores accepted entries with all that follows from them; the only way into the store. */
  const storeEntries = async (
    state: LogState,
    entries: readonly Entry[],
    extra: readonly Write[],
  ): Promise<void> => {
    const accepted = withHeads(state.heads, entries);
    const last = accepted.at(-1);
    if (last === undefined) return;
    const isGovernance = state.log.channel === channels.governance;
    const prepared = (await hooks?.prepare?.(state, accepted)) ?? { writes: [] };
    const writes: Write[] = [{ type: 'entries', space, log: state.log, logId: state.logId, entries }];
    if (last.heads !== state.heads) {
      writes.push({
        type: 'record',
        scope: space,
        kind: 'log-heads',
        key: state.logId,
        value: encodeIdList(last.heads),
      });
    }
    await store.commit([...writes, ...prepared.writes, ...extra]);
    state.heads = last.heads;
    const tip: ChainTip = { sequence: last.parsed.sequence, id: last.id, clock: last.parsed.clock };
    frontier.move(state, tip, { sequence: tip.sequence, id: tip.id });
    tails.set(state, { from: (entries[0] as Entry).parsed.sequence, entries: [...entries] });
    held.settle(state.log, tip.sequence);
    prepared.committed?.();
    if (isGovernance) {
      const acts = accepted.map((entry) => governanceEntryOf(state.log, entry));
      governance =
        governance === undefined
          ? foldGovernance(primitives, space, acts)
          : extendGovernance(primitives, governance, acts);
      await announceGovernance();
    }
    for (const listener of advanceListeners) listener(state);
  };

  /** [L2] Two validly signed headers for one place; the proof is kept and the log is taken no further. */
  const checkEquivocation = async (state: LogState, entries: readonly Entry[]): Promise<boolean> => {
    const publicKey = idToBytes(state.log.device);
    for (const entry of entries) {
      const { sequence } = entry.parsed;
      if (sequence > state.tip.sequence) return false;
      if ((await idAt(state, sequence)) === entry.id) continue;
      if (!isSignedBy(primitives, entry, publicKey)) continue;
      equivocated.add(state.logId);
      const key = `${state.logId}/${sequence}`;
      await store.commit([{ type: 'record', scope: space, kind: 'equivocation', key, value: entry.header }]);
      return true;
    }
    return false;
  };

  const acceptRun = async (state: LogState, entries: readonly Entry[]): Promise<IngestOutcome> => {
    const verdict = judgeRun(primitives, state.tip, entries, idToBytes(state.log.device), now());
    held.add(state.log, verdict.held);
    const cutoff = (governance && cutoffOf(governance, state.log)) ?? Number.POSITIVE_INFINITY;
    const within = verdict.accepted.filter((entry) => entry.parsed.sequence <= cutoff);
    let code = verdict.refused?.code;
    if (within.length < verdict.accepted.length) code = 'ENTRY_NOT_ENTITLED';
    else if (code === undefined && verdict.held.length > 0) code = heldBecause(verdict.held);
    const bytes = within.reduce((sum, entry) => sum + entry.header.length + (entry.body?.length ?? 0), 0);
    if (dependencies.mayStore?.(bytes) === false) throw plexiError('RELAY_QUOTA');
    await storeEntries(state, within, []);
    return { accepted: within.length, refused: code, wantFrom: undefined, dropped: false };
  };

  const heldBecause = (entries: readonly Entry[]): ErrorCode =>
    entries.some((entry) => entry.parsed.clock > now() * 1024) ? 'ENTRY_FROM_FUTURE' : 'ENTRY_FORGED';

  const retryLog = async (log: LogRef): Promise<boolean> => {
    if (!standsToReason(log)) return false;
    const state = stateOf(log);
    let progressed = false;
    for (const leaf of held.leaves(log)) {
      const path = held.pathTo(log, state.tip.id, leaf);
      if (path.length === 0 && leaf.parsed.previous !== state.tip.id) continue;
      const outcome = await acceptRun(state, [...path, leaf]);
      progressed ||= outcome.accepted > 0;
    }
    return progressed;
  };

  const retryAll = async (): Promise<void> => {
    for (let progressed = held.size > 0; progressed; ) {
      progressed = false;
      for (const log of held.logs()) progressed = (await retryLog(log)) || progressed;
    }
  };

  const ingest = async (log: LogRef, raws: readonly RawEntry[]): Promise<IngestOutcome> => {
    const entries = raws.map((raw) => readEntry(primitives, raw));
    const [first] = entries;
    if (first === undefined) return { accepted: 0, refused: undefined, wantFrom: undefined, dropped: false };
    const state = stateOf(log);
    if (entries.some((entry) => entry.parsed.logId !== state.logId))
      throw plexiError('ENTRY_FORGED', { detail: 'log id' });
    if (equivocated.has(state.logId))
      return { accepted: 0, refused: 'ENTRY_EQUIVOCATION', wantFrom: undefined, dropped: false };
    const isGenesis =
      governance === undefined &&
      log.channel === channels.governance &&
      first.parsed.sequence === 1 &&
      spaceIdOf(primitives, first.body ?? new Uint8Array()) === space;
    if (!isGenesis && !standsToReason(log)) {
      const dropped = !held.add(log, entries);
      return { accepted: 0, refused: 'LOG_UNKNOWN', wantFrom: undefined, dropped };
    }
    if (first.parsed.sequence <= state.tip.sequence && (await checkEquivocation(state, entries))) {
      return { accepted: 0, refused: 'ENTRY_EQUIVOCATION', wantFrom: undefined, dropped: false };
    }
    const before = governance;
    const fresh = entries.filter((entry) => entry.parsed.sequence > state.tip.sequence);
    const [next] = fresh;
    if (next === undefined) return { accepted: 0, refused: undefined, wantFrom: undefined, dropped: false };
    const path = held.pathTo(log, state.tip.id, next);
    const linked = next.parsed.previous === state.tip.id || path.length > 0;
    if (!linked) {
      held.add(log, fresh);
      // A branch beside our tip shows itself by its entry in our tip's place.
      const forked = next.parsed.sequence === state.tip.sequence + 1 && state.tip.sequence > 0;
      const wantFrom = forked ? state.tip.sequence : state.tip.sequence + 1;
      return { accepted: 0, refused: 'ENTRY_OUT_OF_ORDER', wantFrom, dropped: false };
    }
    const outcome = await acceptRun(state, [...path, ...fresh]);
    if (outcome.accepted > 0 && held.size > 0) {
      if (governance === before) await retryLog(log);
      else await retryAll();
    }
    return outcome;
  };

  const loaded = await loadLogs(dependencies, frontier, channels.governance);
  for (const logId of loaded.equivocated) equivocated.add(logId);
  if (loaded.acts.length > 0) {
    governance = foldGovernance(primitives, space, loaded.acts);
    await applyCutoffs();
  }

  const listen = <Listener>(listeners: Set<Listener>, listener: Listener): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };

  return {
    space,
    frontier,
    channels,
    governance: () => governance,
    ingest: (log, raws) => run(() => ingest(log, raws)),
    commitOwn: (log, entries, writes) => storeEntries(stateOf(log), entries, writes),
    run,
    read: async (log, from, maxBytes) => {
      const state = stateOf(log);
      const until = state.visible.sequence;
      if (from > until) return [];
      const tail = tails.get(state);
      const raws =
        tail !== undefined && from >= tail.from
          ? tail.entries.slice(from - tail.from)
          : await store.entries(space, log, from, { limit: LIMITS.batchEntries, maxBytes });
      return raws.slice(0, until - from + 1);
    },
    stateOf,
    onAdvance: (listener) => listen(advanceListeners, listener),
    onGovernance: (listener) => listen(governanceListeners, listener),
    retryHeld: () => run(retryAll),
  };
};
