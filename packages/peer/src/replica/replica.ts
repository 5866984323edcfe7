/**
 * A replica: all that one peer holds of one space, and the one place where entries are let in. A member's client and a
 * relay run the same code; what a client does beyond it (keys, timeline) hangs on `hooks`.
 *
 * Everything that changes the replica runs in one queue, so that each step sees the one before it whole.
 */
import {
  type ChainTip,
  createFrontier,
  cutoffOf,
  type Entry,
  extendGovernance,
  foldGovernance,
  forkOf,
  type Governance,
  governanceChannel,
  headsCitedBy,
  keyChannel,
  LIMITS,
  type LogRef,
  type LogState,
  logIdOf,
  mailChannel,
} from '@plexi/protocol';
import type { Write } from '@plexi/storage';
import { NOTHING_OPENED, openAhead } from './ahead.ts';
import { openBeside } from './beside.ts';
import { createBodies } from './bodies.ts';
import type { Dropped } from './drop-draft.ts';
import { type Disappeared, openDrops } from './drops.ts';
import { createEnds, readEnds } from './ends.ts';
import { openForks } from './forks.ts';
import { createHeldEntries } from './held.ts';
import { encodeIdList } from './id-list.ts';
import { createIntake } from './intake.ts';
import { createListeners } from './listeners.ts';
import { type AcceptedEntry, actsBeside, governanceEntryOf, withHeads } from './load.ts';
import { openMissingBodies } from './missing-bodies.ts';
import { openRecovery } from './recovery.ts';
import type { Prepared, Replica, ReplicaDependencies } from './replica-port.ts';
import { openRetention } from './retention.ts';
import { createSavedStart } from './saved.ts';
import { createSerial } from './serial.ts';
import { createTails } from './tails.ts';

export type { Replica, ReplicaDependencies, ReplicaHooks } from './replica-port.ts';

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
  const told = {
    advance: createListeners<[LogState]>(),
    governance: createListeners<[Governance]>(),
    dropped: createListeners<[readonly Dropped[]]>(),
    missing: createListeners(),
    filled: createListeners<[LogState, { wereDeleted: boolean }]>(),
    disappeared: createListeners<[Disappeared]>(),
    passing: createListeners(),
    fork: createListeners(),
  };
  const tails = createTails();

  let governance: Governance | undefined;

  const stateOf = (log: LogRef): LogState =>
    frontier.get(log) ?? frontier.open(log, logIdOf(primitives, space, log));

  const lasting = new Set([channels.governance, channels.keys]);
  // Before anything else is read of the space.
  const recovery = await openRecovery({ primitives, store, space, lasting });
  const { idAt, tipAt, headsAt } = readEnds({ primitives, store, space });
  const forks = await openForks({
    primitives,
    store,
    space,
    frontier,
    governance: () => governance,
    idAt,
    noted: told.fork.tell,
  });

  const missing = await openMissingBodies({
    store,
    space,
    frontier,
    isCut: ({ log }) => governance !== undefined && cutoffOf(governance, log) !== undefined,
  });
  const retention = await openRetention({ store, space, now, governance: () => governance });
  const dropped = (some: readonly Dropped[]): void => {
    for (const { log } of some.flatMap(({ entries }) => entries)) tails.forget(stateOf(log));
    told.dropped.tell(some);
  };
  const drops = await openDrops({
    primitives,
    store,
    space,
    now,
    frontier,
    missing,
    governance: () => governance,
    headsAt,
    lasting,
    retention,
    disappeared: (disappeared) => {
      for (const state of frontier.all()) if (state.log.channel === disappeared.channel) tails.forget(state);
      told.disappeared.tell(disappeared);
    },
    dropped,
  });

  const ahead = await openAhead({
    ...dependencies,
    frontier,
    governance: () => governance,
    forks,
    idAt,
    isPast: (channel, clock) => retention.isPast(channel, clock),
    missing,
    dropped,
    open: async (state, entries) => (await hooks?.ahead?.(state, entries)) ?? NOTHING_OPENED,
  });

  const ends = createEnds({
    store,
    space,
    frontier,
    forks,
    missing,
    governance: () => governance,
    governanceChannel: channels.governance,
    idAt,
    tipAt,
    followed: () => drops.reckon(),
    cut: (state) => tails.forget(state),
  });

  const savedStart = createSavedStart(dependencies);
  const announceGovernance = async (): Promise<void> => {
    if (governance === undefined) return;
    await ends.follow();
    await ahead.follow();
    await hooks?.governed?.(governance);
    await ends.leaveBranches();
    await savedStart.keep(governance);
    told.passing.tell();
    // What a log's end hid is asked for once it shows again.
    if (missing.total > 0) told.missing.tell();
    told.governance.tell(governance);
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
    const prepared: Prepared = (await hooks?.prepare?.(state, accepted)) ?? { writes: [] };
    const writes: Write[] = [{ type: 'entries', space, log: state.log, logId: state.logId, entries }];
    if (last.heads !== state.heads) {
      const value = encodeIdList(last.heads);
      writes.push({ type: 'record', scope: space, kind: 'log-heads', key: state.logId, value });
    }
    const met = isLasting ? undefined : ahead.meet(state, entries, plan?.gone);
    writes.push(...(met?.before ?? []), ...prepared.writes, ...extra, ...(plan?.writes ?? []));
    await store.commit([...writes, ...(met?.after ?? [])]).catch(async (error: unknown) => {
      await prepared.failed?.();
      throw error;
    });
    state.heads = last.heads;
    const tip: ChainTip = { sequence: last.parsed.sequence, id: last.id, clock: last.parsed.clock };
    frontier.move(state, tip, { sequence: tip.sequence, id: tip.id });
    tails.keep(state, entries);
    held.settle(state.log, tip.sequence);
    prepared.committed?.();
    const lacked = missing.total;
    plan?.committed();
    await met?.committed();
    if (missing.total > lacked) told.missing.tell();
    if (!isLasting && retention.concerns(state.log.channel)) told.passing.tell();
    if (isGovernance) await govern(state.log, accepted);
    told.advance.tell(state);
    if (!recovery.isWhole(state.log)) run(() => putBack(state)).catch(() => undefined);
  };

  /** What was set aside of a damaged log is taken as if it came from somebody. */
  const putBack = async (state: LogState): Promise<void> => {
    const raws = await recovery.next(state);
    if (raws.length > 0) await intake.ingest(state.log, raws);
  };

  /** Folds entries of governance in. */
  const govern = async (log: LogRef, accepted: readonly AcceptedEntry[]): Promise<void> => {
    const acts = accepted.map((entry) => governanceEntryOf(log, entry));
    governance =
      governance === undefined
        ? foldGovernance(primitives, space, acts)
        : extendGovernance(primitives, governance, acts);
    await announceGovernance();
  };

  const beside = await openBeside({ primitives, store, space, now, idAt });
  const takeBeside = async (state: LogState, received: readonly Entry[]): Promise<number> => {
    const entries = await beside.take(state, received);
    const [first] = entries;
    if (first === undefined || governance === undefined) return 0;
    await govern(state.log, withHeads([...headsCitedBy(governance, first.parsed.previous)], entries));
    return entries.length;
  };

  governance = await savedStart.open(frontier, channels.governance);
  if (governance !== undefined) await ends.follow();

  const bodies = createBodies({
    store,
    space,
    hooks,
    missing,
    tails,
    filled: told.filled.tell,
  });
  const intake = createIntake({
    primitives,
    space,
    now,
    mayStore: dependencies.mayStore,
    frontier,
    held,
    channels,
    governance: () => governance,
    forks,
    idAt,
    takeBeside,
    storeEntries: (state, entries) => storeEntries(state, entries, []),
    missing,
    fillBodies: (state, entries) => bodies.fill(state, entries),
  });

  for (const state of frontier.all())
    if (!recovery.isWhole(state.log)) run(() => putBack(state)).catch(() => undefined);

  return {
    space,
    frontier,
    channels,
    governance: () => governance,
    ingest: (log, raws) => run(() => intake.ingest(log, raws)),
    commitOwn: (log, entries, writes) => storeEntries(stateOf(log), entries, writes),
    run,
    read: async (log, from, maxBytes, limit = LIMITS.batchEntries) => {
      const state = stateOf(log);
      const until = state.visible.sequence;
      if (from > until) return [];
      const raws = tails.read(state, from) ?? (await store.entries(space, log, from, { limit, maxBytes }));
      return raws.slice(0, Math.min(limit, until - from + 1));
    },
    stateOf,
    isWhole: (log) => recovery.isWhole(log),
    logsLacking: () => recovery.lacking(),
    tipAt: (log, sequence) => tipAt(stateOf(log), sequence),
    headsAt: (log, sequence) => headsAt(stateOf(log), sequence),
    onAdvance: told.advance.add,
    onDropped: told.dropped.add,
    onDisappeared: told.disappeared.add,
    onPassing: told.passing.add,
    missing,
    onMissing: told.missing.add,
    onFilled: told.filled.add,
    bodiesAt: (log, sequences, maxBytes) => bodies.at(stateOf(log), sequences, maxBytes),
    actsBeside: (acts) => actsBeside(dependencies, acts),
    forgetSaved: () => run(() => savedStart.forget()),
    forkProofs: () => forks.proofs(),
    onFork: told.fork.add,
    isForked: ({ log, logId }) =>
      forks.placeOf(logId) !== undefined ||
      (governance !== undefined && forkOf(governance, log) !== undefined),
    branchesLacking: () =>
      [...frontier.all()].filter((state) => state.tip.sequence < (forks.branchOf(state)?.sequence ?? 0)),
    ahead,
    sweep: () => run(() => drops.sweep()),
    onGovernance: told.governance.add,
    retryHeld: () => run(() => intake.retry()),
  };
};
