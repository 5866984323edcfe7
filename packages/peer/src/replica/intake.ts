/**
 * Judging what comes from others, one log's run of entries at a time: what may be stored now, what is held until governance,
 * an earlier entry or a later signature explains it, and what shows that a device wrote two things in one place.
 */
import {
  cutoffOf,
  deviceStanding,
  type Entry,
  type EntryId,
  type ErrorCode,
  type Frontier,
  foldGovernance,
  type Governance,
  type IngestOutcome,
  idToBytes,
  isFromTheFuture,
  isSignedBy,
  judgeRun,
  LIMITS,
  type LogRef,
  type LogState,
  logIdOf,
  type Primitives,
  plexiError,
  type RawEntry,
  readEntry,
  type SpaceId,
  vouchesForItself,
  ZERO_ID,
} from '@plexi/protocol';
import type { Forks } from './forks.ts';
import type { HeldEntries } from './held.ts';
import { governanceEntryOf, withHeads } from './load.ts';
import type { MissingBodies } from './missing-bodies.ts';

export interface IntakeDependencies {
  primitives: Primitives;
  space: SpaceId;
  now: () => number;
  mayStore?: ((bytes: number) => boolean) | undefined;
  frontier: Frontier;
  held: HeldEntries;
  channels: { governance: LogRef['channel']; keys: LogRef['channel'] };
  governance: () => Governance | undefined;
  forks: Pick<Forks, 'placeOf' | 'note' | 'branchOf'>;
  idAt: (state: LogState, sequence: number) => Promise<EntryId>;
  /** Takes entries of another history of a governance log; gives how many were new. */
  takeBeside: (state: LogState, entries: readonly Entry[]) => Promise<number>;
  storeEntries: (state: LogState, entries: readonly Entry[]) => Promise<void>;
  /** [L4] What is here without its body, and how to put bodies back. */
  missing: Pick<MissingBodies, 'total' | 'at' | 'hasRoomFor'>;
  fillBodies: (state: LogState, entries: readonly Entry[]) => Promise<void>;
}

export interface Intake {
  /** Takes entries of one log, in order. */
  ingest(log: LogRef, raws: readonly RawEntry[]): Promise<IngestOutcome>;
  /** Looks again at everything that is held. */
  retry(): Promise<void>;
}

const outcomeOf = (outcome: Partial<IngestOutcome>): IngestOutcome => ({
  accepted: 0,
  refused: undefined,
  wantFrom: undefined,
  dropped: false,
  ...outcome,
});

const bytesOf = (entries: readonly Entry[]): number =>
  entries.reduce((sum, entry) => sum + entry.header.length + (entry.body?.length ?? 0), 0);

export const createIntake = (dependencies: IntakeDependencies): Intake => {
  const { primitives, space, now, frontier, held, governance, channels, storeEntries } = dependencies;
  const { forks, idAt } = dependencies;

  /** [L2] Whether a log is taken no further: both its histories were seen, and no branch is named that goes on. */
  const isFrozen = (state: LogState): boolean => {
    if (forks.placeOf(state.logId) === undefined) return false;
    const branch = forks.branchOf(state);
    return branch === undefined || state.tip.sequence >= branch.sequence;
  };

  /** Whether an entry founds the space. Its genesis in somebody else's log is a copy, which would found nothing. */
  const founds = (log: LogRef, entry: Entry): boolean => {
    if (entry.parsed.sequence !== 1) return false;
    const acts = withHeads([], [entry]).map((it) => governanceEntryOf(log, it));
    return foldGovernance(primitives, space, acts).accepted.length > 0;
  };

  /** Whether governance, or before there is any the genesis, lets that device write that log. */
  const isExplained = (log: LogRef, entries: readonly Entry[]): boolean => {
    const known = governance();
    if (known !== undefined) return deviceStanding(known, log, 1) !== 'unknown';
    if (log.channel !== channels.governance) return false;
    return [...held.after(log, ZERO_ID as EntryId), ...entries].some((entry) => founds(log, entry));
  };

  const heldBecause = (entries: readonly Entry[]): ErrorCode | undefined => {
    if (entries.length === 0) return undefined;
    const isEarly = entries.some((entry) => isFromTheFuture(entry.parsed.clock, now()));
    return isEarly ? 'ENTRY_FROM_FUTURE' : 'ENTRY_FORGED';
  };

  /** Stores what may be stored of a run that begins behind the log's tip. */
  const acceptRun = async (state: LogState, run: readonly Entry[]): Promise<IngestOutcome> => {
    const verdict = judgeRun(primitives, state.tip, run, idToBytes(state.log.device), now());
    let dropped = !held.add(state.log, verdict.held);
    let refused = verdict.refused?.code ?? heldBecause(verdict.held);
    let wantFrom: number | undefined;
    if (verdict.refused?.code === 'ENTRY_OUT_OF_ORDER') {
      // Alone, each of the rest would have been held for what is missing before it.
      if (!held.add(state.log, run.slice(run.indexOf(verdict.refused.entry)))) dropped = true;
      wantFrom = (verdict.accepted.at(-1)?.parsed.sequence ?? state.tip.sequence) + 1;
    }
    const known = governance();
    // Void governance is kept and passed on: somebody may have cited it before they knew, and the fold needs what is cited.
    const isGovernance = state.log.channel === channels.governance;
    const end = isGovernance || known === undefined ? undefined : cutoffOf(known, state.log);
    const cutoff = end ?? Number.POSITIVE_INFINITY;
    const branch = forks.branchOf(state);
    const isAwaited = branch !== undefined && state.tip.sequence < branch.sequence;
    // Behind the common past only what leads to the entry that was named.
    const isThere = !isAwaited || verdict.accepted.some(({ id }) => id === branch.id);
    const limit = isThere ? cutoff : Math.min(cutoff, branch.from - 1);
    const within = verdict.accepted.filter((entry) => entry.parsed.sequence <= limit);
    if (!isThere && within.length < verdict.accepted.length) {
      dropped = !held.add(state.log, verdict.accepted.slice(within.length)) || dropped;
      wantFrom ??= (verdict.accepted.at(-1)?.parsed.sequence ?? 0) + 1;
    } else if (within.length < verdict.accepted.length) {
      // The removal behind the cutoff may itself turn out to be void.
      refused = 'ENTRY_NOT_ENTITLED';
      dropped = true;
    }
    if (dependencies.mayStore?.(bytesOf(within)) === false) throw plexiError('RELAY_QUOTA');
    await storeEntries(state, within);
    return { accepted: within.length, refused, wantFrom, dropped };
  };

  const canVouch = (log: LogRef, entry: Entry): boolean =>
    !isFromTheFuture(entry.parsed.clock, now()) && vouchesForItself(primitives, entry, idToBytes(log.device));

  /** Accepts what is held of a log up to the last entry that is signed; gives how many entries that were. */
  const retryLog = async (log: LogRef): Promise<number> => {
    if (!isExplained(log, [])) return 0;
    const state = frontier.open(log, logIdOf(primitives, space, log));
    if (isFrozen(state)) return 0;
    for (const entry of held.after(log, state.tip.id).reverse()) {
      if (!canVouch(log, entry)) continue;
      const path = held.pathTo(log, state.tip.id, entry);
      const { accepted } = await acceptRun(state, [...path, entry]);
      if (accepted > 0) return accepted;
    }
    return 0;
  };

  const retry = async (): Promise<void> => {
    for (let progressed = held.size > 0; progressed; ) {
      progressed = false;
      for (const log of held.logs()) progressed = (await retryLog(log)) > 0 || progressed;
    }
  };

  /** The branch that begins with a run's entry `at`, up to the first one that is signed; none where none is. */
  const signedBranch = (run: readonly Entry[], at: number, publicKey: Uint8Array): Entry[] => {
    const branch: Entry[] = [];
    for (const entry of run.slice(at)) {
      if (branch.length > 0 && entry.parsed.previous !== branch.at(-1)?.id) return [];
      branch.push(entry);
      if (isSignedBy(primitives, entry, publicKey)) return branch;
    }
    return [];
  };

  /**
   * [L2] Two validly signed headers for one place: the proof is kept and the log is taken no further. Where the entries before
   * differ too, gives from where to look for the place where the histories part.
   */
  const equivocates = async (
    state: LogState,
    run: readonly Entry[],
  ): Promise<{ wantFrom: number | undefined } | undefined> => {
    const publicKey = idToBytes(state.log.device);
    for (const [i, entry] of run.entries()) {
      const { sequence, previous } = entry.parsed;
      if (sequence > state.tip.sequence) return undefined;
      if ((await idAt(state, sequence)) === entry.id) continue;
      const branch = signedBranch(run, i, publicKey);
      if (branch.length === 0) continue;
      if (sequence < (forks.placeOf(state.logId) ?? Infinity)) await forks.note(state, branch);
      const isEarlier = i === 0 && sequence > 1 && (await idAt(state, sequence - 1)) !== previous;
      return { wantFrom: isEarlier ? Math.max(1, sequence - LIMITS.forkHeaders) : undefined };
    }
    return undefined;
  };

  /** Takes a run behind, or beside, what is here already. */
  const extend = async (state: LogState, fresh: readonly Entry[]): Promise<IngestOutcome> => {
    const { log, tip } = state;
    const [next] = fresh;
    const last = fresh.at(-1);
    if (next === undefined || last === undefined) return outcomeOf({});
    const path = held.pathTo(log, tip.id, next);
    if (next.parsed.previous !== tip.id && path.length === 0) {
      const dropped = !held.add(log, fresh);
      // A branch beside our tip shows itself by its entry in our tip's place.
      const isForked = next.parsed.sequence === tip.sequence + 1 && tip.sequence > 0;
      const wantFrom = isForked ? tip.sequence : tip.sequence + 1;
      return outcomeOf({ refused: 'ENTRY_OUT_OF_ORDER', wantFrom, dropped });
    }
    // What was held before is vouched for by nothing that was here: only what came can, or what builds on it.
    const isVouchedFor = [...fresh, ...held.after(log, last.id)].some((entry) => canVouch(log, entry));
    if (!isVouchedFor && path.length > 0)
      return outcomeOf({ refused: heldBecause(fresh), dropped: !held.add(log, fresh) });
    const before = governance();
    const outcome = await acceptRun(state, [...path, ...fresh]);
    if (held.size > 0 && isVouchedFor) {
      outcome.accepted += await retryLog(log);
      if (governance() !== before) await retry();
    }
    return state.tip.sequence < last.parsed.sequence ? outcome : { ...outcome, refused: undefined };
  };

  /** [L2] Governance that is void from where its histories part is taken all the same: somebody may have cited it. */
  const takeVoid = async (state: LogState, run: readonly Entry[]): Promise<IngestOutcome> => {
    const found = await equivocates(state, run);
    const behind = run.filter((entry) => entry.parsed.sequence > state.tip.sequence);
    if (behind[0]?.parsed.previous === state.tip.id) return extend(state, behind);
    const taken = await dependencies.takeBeside(state, run);
    const wantFrom =
      found?.wantFrom ?? (taken === 0 && found === undefined ? forks.placeOf(state.logId) : undefined);
    return outcomeOf({ accepted: taken, refused: 'ENTRY_EQUIVOCATION', wantFrom });
  };

  /** [L4] Bodies that came for entries which are here without. */
  const fill = async (state: LogState, entries: readonly Entry[]): Promise<void> => {
    const found = entries.filter(
      (entry) =>
        entry.body !== undefined &&
        entry.parsed.sequence <= state.visible.sequence &&
        dependencies.missing.at(state.logId, entry.parsed.sequence) === entry.id,
    );
    if (found.length > 0) await dependencies.fillBodies(state, found);
  };

  const ingest = async (log: LogRef, raws: readonly RawEntry[]): Promise<IngestOutcome> => {
    const entries = raws.map((raw) => readEntry(primitives, raw));
    const [first] = entries;
    if (first === undefined) return outcomeOf({});
    const known = frontier.get(log);
    const logId = known?.logId ?? logIdOf(primitives, space, log);
    if (entries.some((entry) => entry.parsed.logId !== logId))
      throw plexiError('ENTRY_FORGED', { detail: 'log id' });
    const bodiless = entries.filter((entry) => entry.body === undefined).length;
    // [L4] Governance and keys never lose theirs; elsewhere whatever went for no known reason is remembered as missing.
    const isLasting = log.channel === channels.governance || log.channel === channels.keys;
    if (bodiless > 0 && (isLasting || !dependencies.missing.hasRoomFor(bodiless)))
      throw plexiError('ENTRY_MALFORMED', { detail: 'no body' });
    if (known !== undefined && isFrozen(known)) {
      if (log.channel === channels.governance) return takeVoid(known, entries);
      // What comes from before that place may show that they part earlier.
      const isEarlier = first.parsed.sequence < (forks.placeOf(logId) ?? 0);
      const found = isEarlier ? await equivocates(known, entries) : undefined;
      return outcomeOf({ refused: 'ENTRY_EQUIVOCATION', wantFrom: found?.wantFrom });
    }
    if (!isExplained(log, entries)) {
      const dropped = !held.add(log, entries);
      return outcomeOf({ refused: 'LOG_UNKNOWN', dropped });
    }
    if (known === undefined && frontier.size >= LIMITS.logsPerSpace)
      return outcomeOf({ refused: 'ENTRY_NOT_ENTITLED' });
    const state = known ?? frontier.open(log, logId);
    const found = first.parsed.sequence <= state.tip.sequence ? await equivocates(state, entries) : undefined;
    if (found !== undefined && log.channel === channels.governance) return takeVoid(state, entries);
    if (found !== undefined) return outcomeOf({ refused: 'ENTRY_EQUIVOCATION', wantFrom: found.wantFrom });
    if (dependencies.missing.total > 0) await fill(state, entries);
    return extend(
      state,
      entries.filter((entry) => entry.parsed.sequence > state.tip.sequence),
    );
  };

  return { ingest, retry };
};
