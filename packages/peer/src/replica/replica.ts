/**
 * A replica: all that one peer holds of one space, and the one place where entries are let in. A member's client and a
 * relay run the same code; what a client does beyond it (keys, timeline) hangs on `hooks`.
 *
 * Everything that changes the replica runs in one queue, so that each step sees the one before it whole.
 */
import {
  type ChainTip,
  cutoffOf,
  type Entry,
  type EntryId,
  extendGovernance,
  foldGovernance,
  type Governance,
  governanceChannel,
  idFromBytes,
  keyChannel,
  LIMITS,
  type LogRef,
  logIdOf,
  mailChannel,
  type Primitives,
  plexiError,
  type RawEntry,
  type SpaceId,
} from '@plexi/protocol';
import type { Store, Write } from '@plexi/storage';
import { type Disappeared, type Dropped, openDrops } from './drops.ts';
import { createFrontier, type Frontier, type LogState } from './frontier.ts';
import { createHeldEntries } from './held.ts';
import { encodeIdList } from './id-list.ts';
import { createIntake, type IngestOutcome } from './intake.ts';
import { type AcceptedEntry, governanceEntryOf, loadLogs, withHeads } from './load.ts';
import { type MissingBodies, openMissingBodies } from './missing-bodies.ts';
import { openRetention } from './retention.ts';
import { createSerial, type Serial } from './serial.ts';
import { createTails } from './tails.ts';

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

export interface Replica {
  readonly space: SpaceId;
  readonly frontier: Frontier;
  readonly channels: { governance: LogRef['channel']; keys: LogRef['channel']; mail: LogRef['channel'] };
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
  /** [L4] Bodies went, by order of somebody who may. */
  onDropped(listener: (dropped: readonly Dropped[]) => void): () => void;
  /** [L4] Messages disappeared, or some came that will: `sweep` may have to be called earlier than it said. */
  onDisappeared(listener: (disappeared: Disappeared) => void): () => void;
  onPassing(listener: () => void): () => void;
  /** Bodies that are missing for no known reason, and word of new ones. */
  readonly missing: Pick<MissingBodies, 'size' | 'list'>;
  onMissing(listener: () => void): () => void;
  /** Entries with their bodies, of those places; what is not here or has no body is left out. */
  bodiesAt(log: LogRef, sequences: readonly number[], maxBytes: number): Promise<RawEntry[]>;
  /** Has bodies go whose time has come; gives when there is more to do, in milliseconds since 1970. */
  sweep(): Promise<number | undefined>;
  onGovernance(listener: (governance: Governance) => void): () => void;
  /** Looks again at what is held, because the clock moved on. */
  retryHeld(): Promise<void>;
}

/** Opens the replica of a space from the store; a space of which nothing is there yet is an empty one. */
export const openReplica = async (dependencies: ReplicaDependencies): Promise<Replica> => {
  const { primitives, store, space, now, hooks } = dependencies;
  const channels = {
    governance: governanceChannel(primitives, space),
    keys: keyChannel(primitives, space),
    mail: mailChannel(primitives, space),
  };
  const frontier = createFrontier(primitives);
  const held = createHeldEntries(primitives);
  const run = createSerial();
  const advanceListeners = new Set<(state: LogState) => void>();
  const governanceListeners = new Set<(governance: Governance) => void>();
  const dropListeners = new Set<(dropped: readonly Dropped[]) => void>();
  const missingListeners = new Set<() => void>();
  const disappearedListeners = new Set<(disappeared: Disappeared) => void>();
  const passingListeners = new Set<() => void>();
  const tails = createTails();

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
      // Void governance stays visible: honest acts may cite it, and whoever folds them needs it.
      if (state.log.channel === channels.governance) continue;
      const sequence = Math.min(state.tip.sequence, cutoffOf(governance, state.log) ?? state.tip.sequence);
      if (sequence === state.visible.sequence) continue;
      const id =
        sequence === state.tip.sequence || sequence === 0 ? state.tip.id : await idAt(state, sequence);
      frontier.move(state, state.tip, { sequence, id });
    }
  };

  const missing = await openMissingBodies(store, space);
  const retention = await openRetention({ store, space, now, governance: () => governance });
  const drops = await openDrops({
    primitives,
    store,
    space,
    now,
    frontier,
    missing,
    governance: () => governance,
    lasting: new Set([channels.governance, channels.keys]),
    retention,
    disappeared: (disappeared) => {
      for (const state of frontier.all()) if (state.log.channel === disappeared.channel) tails.forget(state);
      for (const listener of disappearedListeners) listener(disappeared);
    },
    dropped: (dropped) => {
      for (const { log } of dropped.flatMap(({ entries }) => entries)) tails.forget(stateOf(log));
      for (const listener of dropListeners) listener(dropped);
    },
  });

  const announceGovernance = async (): Promise<void> => {
    if (governance === undefined) return;
    await applyCutoffs();
    await hooks?.governed?.(governance);
    for (const listener of passingListeners) listener();
    for (const listener of governanceListeners) listener(governance);
  };

  /** Stores accepted entries with all that follows from them; the only way into the store. */
  const storeEntries = async (
    state: LogState,
    received: readonly Entry[],
    extra: readonly Write[],
  ): Promise<void> => {
    if (received.length === 0) return;
    const isGovernance = state.log.channel === channels.governance;
    const isLasting = isGovernance || state.log.channel === channels.keys;
    const plan = isLasting ? undefined : await drops.plan(state, received);
    const entries = plan?.entries ?? received;
    const accepted = withHeads(state.heads, entries);
    const last = accepted.at(-1);
    if (last === undefined) return;
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
    await store.commit([...writes, ...prepared.writes, ...extra, ...(plan?.writes ?? [])]);
    state.heads = last.heads;
    const tip: ChainTip = { sequence: last.parsed.sequence, id: last.id, clock: last.parsed.clock };
    frontier.move(state, tip, { sequence: tip.sequence, id: tip.id });
    tails.keep(state, entries);
    held.settle(state.log, tip.sequence);
    prepared.committed?.();
    const lacked = missing.size;
    plan?.committed();
    if (missing.size > lacked) for (const listener of missingListeners) listener();
    if (!isLasting && retention.concerns(state.log.channel))
      for (const listener of passingListeners) listener();
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

  const loaded = await loadLogs(dependencies, frontier, channels.governance);
  if (loaded.acts.length > 0) {
    governance = foldGovernance(primitives, space, loaded.acts);
    await applyCutoffs();
  }

  /** Puts bodies back that were missing, and has what they say come out as if they had come with their entries. */
  const fillBodies = async (state: LogState, entries: readonly Entry[]): Promise<void> => {
    const prepared = (await hooks?.prepare?.(state, withHeads(state.heads, entries))) ?? { writes: [] };
    const writes = entries.flatMap(({ parsed, body }): Write[] =>
      body === undefined
        ? []
        : [
            { type: 'fill-body', space, log: state.log, sequence: parsed.sequence, body },
            ...missing.settle(state.logId, parsed.sequence),
          ],
    );
    await store.commit([...writes, ...prepared.writes]);
    missing.committed();
    tails.forget(state);
    prepared.committed?.();
  };

  const intake = createIntake({
    primitives,
    store,
    space,
    now,
    mayStore: dependencies.mayStore,
    frontier,
    held,
    channels,
    governance: () => governance,
    equivocated: loaded.equivocated,
    storeEntries: (state, entries) => storeEntries(state, entries, []),
    missing,
    fillBodies,
  });

  const listen = <Listener>(listeners: Set<Listener>, listener: Listener): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };

  return {
    space,
    frontier,
    channels,
    governance: () => governance,
    ingest: (log, raws) => run(() => intake.ingest(log, raws)),
    commitOwn: (log, entries, writes) => storeEntries(stateOf(log), entries, writes),
    run,
    read: async (log, from, maxBytes) => {
      const state = stateOf(log);
      const until = state.visible.sequence;
      if (from > until) return [];
      const raws =
        tails.read(state, from) ??
        (await store.entries(space, log, from, { limit: LIMITS.batchEntries, maxBytes }));
      return raws.slice(0, until - from + 1);
    },
    stateOf,
    onAdvance: (listener) => listen(advanceListeners, listener),
    onDropped: (listener) => listen(dropListeners, listener),
    onDisappeared: (listener) => listen(disappearedListeners, listener),
    onPassing: (listener) => listen(passingListeners, listener),
    missing,
    onMissing: (listener) => listen(missingListeners, listener),
    bodiesAt: async (log, sequences, maxBytes) => {
      const { visible } = stateOf(log);
      const found: RawEntry[] = [];
      let bytes = 0;
      for (const sequence of [...new Set(sequences)].sort((a, b) => a - b)) {
        if (sequence < 1 || sequence > visible.sequence || bytes > maxBytes) continue;
        const [raw] = await store.entries(space, log, sequence, { limit: 1, maxBytes: 1 });
        if (raw?.body === undefined) continue;
        bytes += raw.header.length + raw.body.length;
        found.push(raw);
      }
      return found;
    },
    sweep: () => run(() => drops.sweep()),
    onGovernance: (listener) => listen(governanceListeners, listener),
    retryHeld: () => run(() => intake.retry()),
  };
};
