/** A replica in memory: real entries and governance, no disk, and the refusals that a test orders. */
import {
  type Act,
  type ChannelId,
  createFrontier,
  deviceStanding,
  type Entry,
  type EntryId,
  type EpochId,
  encodeAct,
  entryWireBytes,
  extendGovernance,
  foldGovernance,
  type Governance,
  type GovernanceEntry,
  governanceChannel,
  type Hlc,
  type IngestOutcome,
  idToBytes,
  judgeRun,
  keyChannel,
  LIMITS,
  type LogId,
  type LogRef,
  type LogState,
  logIdOf,
  logKey,
  mailChannel,
  plexiError,
  type RawEntry,
  readEntry,
  type SpaceId,
  type SyncReplica,
  tickHlc,
  writeEntry,
  ZERO_ID,
} from '../../src/index.ts';
import { type Person, primitives } from '../founding.ts';
import type { Schedule } from './schedule.ts';

export interface MemoryReplica extends SyncReplica {
  readonly who: Person;
  /** What it answers whatever comes with, for as long as that is set. */
  refusal: 'RELAY_QUOTA' | 'ENTRY_FROM_FUTURE' | undefined;
  act(act: Act): Entry;
  write(channel: ChannelId, body: Uint8Array): Entry;
  /** Loses the bodies of what is here of a channel. */
  loseBodies(channel: ChannelId): void;
  /** How many bodies are missing. */
  lacking(): number;
  /** Everything here, by log. */
  entries(): ReadonlyMap<string, readonly Entry[]>;
  onAdvance: (state: LogState) => void;
  onGovernance: () => void;
  /** Something of a log was refused. */
  onRefusal: (log: LogRef) => void;
}

const outcomeOf = (outcome: Partial<IngestOutcome>): IngestOutcome => ({
  accepted: 0,
  refused: undefined,
  wantFrom: undefined,
  dropped: false,
  ...outcome,
});

export const createMemoryReplica = (schedule: Schedule, space: SpaceId, who: Person): MemoryReplica => {
  const frontier = createFrontier(primitives);
  const stored = new Map<string, Entry[]>();
  const held = new Map<string, Map<number, Entry>>();
  const channels = {
    governance: governanceChannel(primitives, space),
    keys: keyChannel(primitives, space),
    mail: mailChannel(primitives, space),
  };
  /** Places whose bodies are missing, by log. */
  const lost = new Map<LogId, number[]>();
  let governance: Governance | undefined;

  const wait = <Value>(work: () => Value): Promise<Value> => schedule.step(schedule.draw(4), work);
  const stateOf = (log: LogRef): LogState => frontier.open(log, logIdOf(primitives, space, log));
  const of = (log: LogRef): Entry[] => stored.get(logKey(log)) ?? [];

  const actsOf = (log: LogRef, entries: readonly Entry[]): GovernanceEntry[] =>
    entries.map(({ id, parsed, body = new Uint8Array() }) => ({
      id,
      log,
      sequence: parsed.sequence,
      previous: parsed.previous,
      clock: parsed.clock,
      heads: parsed.governanceHeads,
      body,
    }));

  const isExplained = (log: LogRef): boolean => {
    if (governance !== undefined) return deviceStanding(governance, log, 1) !== 'unknown';
    const first = held.get(logKey(log))?.get(1);
    if (log.channel !== channels.governance || first === undefined) return false;
    return foldGovernance(primitives, space, actsOf(log, [first])).accepted.length > 0;
  };

  const store = (state: LogState, entries: readonly Entry[]): void => {
    const last = entries.at(-1);
    if (last === undefined) return;
    stored.set(logKey(state.log), [...of(state.log), ...entries]);
    const tip = { sequence: last.parsed.sequence, id: last.id, clock: last.parsed.clock };
    frontier.move(state, tip, { sequence: tip.sequence, id: tip.id });
    if (state.log.channel === channels.governance) {
      const acts = actsOf(state.log, entries);
      governance =
        governance === undefined
          ? foldGovernance(primitives, space, acts)
          : extendGovernance(primitives, governance, acts);
      replica.onGovernance();
    }
    replica.onAdvance(state);
  };

  /** Takes what is held of a log as far as it goes on from what is here; gives how much that is. */
  const advance = (log: LogRef): number => {
    const early = held.get(logKey(log));
    if (early === undefined || early.size === 0 || !isExplained(log)) return 0;
    const state = stateOf(log);
    const run: Entry[] = [];
    for (let at = state.tip.sequence + 1; early.has(at); at++) run.push(early.get(at) as Entry);
    const { accepted } = judgeRun(primitives, state.tip, run, idToBytes(log.device), Number.MAX_SAFE_INTEGER);
    for (const { parsed } of accepted) early.delete(parsed.sequence);
    store(state, accepted);
    return accepted.length;
  };

  const logs = new Map<string, LogRef>();
  const advanceAll = (): void => {
    let moved = true;
    while (moved) moved = [...logs.values()].some((log) => advance(log) > 0);
  };

  /** Puts bodies back where they were missing. */
  const fill = (log: LogRef, entries: readonly Entry[]): void => {
    const { logId } = stateOf(log);
    const places = lost.get(logId);
    const here = stored.get(logKey(log));
    if (places === undefined || here === undefined) return;
    const found = entries.filter(
      ({ body, parsed }) => body !== undefined && places.includes(parsed.sequence),
    );
    for (const entry of found) here[entry.parsed.sequence - 1] = entry;
    const filled = new Set(found.map(({ parsed }) => parsed.sequence));
    lost.set(
      logId,
      places.filter((place) => !filled.has(place)),
    );
  };

  const ingest = (log: LogRef, raws: readonly RawEntry[]): IngestOutcome => {
    const entries = raws.map((raw) => readEntry(primitives, raw));
    if (replica.refusal === 'RELAY_QUOTA') throw plexiError('RELAY_QUOTA');
    if (replica.refusal !== undefined) {
      replica.onRefusal(log);
      return outcomeOf({ refused: replica.refusal, dropped: true });
    }
    const early = held.get(logKey(log)) ?? new Map<number, Entry>();
    held.set(logKey(log), early);
    logs.set(logKey(log), log);
    fill(log, entries);
    const before = of(log).length;
    for (const entry of entries) if (entry.parsed.sequence > before) early.set(entry.parsed.sequence, entry);
    if (!isExplained(log)) {
      replica.onRefusal(log);
      return outcomeOf({ refused: 'LOG_UNKNOWN' });
    }
    advance(log);
    advanceAll();
    const { length } = of(log);
    const isBehind = (entries.at(-1)?.parsed.sequence ?? 0) > length;
    const accepted = length - before;
    return outcomeOf(
      isBehind ? { accepted, refused: 'ENTRY_OUT_OF_ORDER', wantFrom: length + 1 } : { accepted },
    );
  };

  const write = (log: LogRef, body: Uint8Array): Entry => {
    const state = stateOf(log);
    const latest = Math.max(...[...frontier.all()].map(({ tip }) => tip.clock)) as Hlc;
    const fields = {
      logId: state.logId,
      sequence: state.tip.sequence + 1,
      previous: state.tip.id,
      clock: tickHlc(latest, schedule.time.now()),
      epoch: ZERO_ID as EpochId,
      keyCommitment: ZERO_ID,
      governanceHeads: [...(governance?.heads ?? [])],
    };
    const entry = writeEntry(primitives, fields, body, who.deviceSeed);
    store(state, [entry]);
    return entry;
  };

  const replica: MemoryReplica = {
    who,
    space,
    frontier,
    channels,
    refusal: undefined,
    governance: () => governance,
    ingest: (log, raws) => wait(() => ingest(log, raws)),
    read: (log, from, maxBytes, limit = LIMITS.batchEntries) =>
      wait(() => {
        const raws: RawEntry[] = [];
        let bytes = 0;
        for (const entry of of(log).slice(from - 1, from - 1 + limit)) {
          bytes += entryWireBytes(entry);
          if (raws.length > 0 && bytes > maxBytes) break;
          raws.push(entry);
        }
        return raws;
      }),
    stateOf,
    tipAt: (log, sequence) =>
      wait(() => {
        const entry = of(log)[sequence - 1];
        return entry === undefined
          ? { sequence: 0, id: ZERO_ID as EntryId, clock: 0 as Hlc }
          : { sequence, id: entry.id, clock: entry.parsed.clock };
      }),
    isForked: () => false,
    branchesLacking: () => [],
    missing: { wanted: () => new Map(lost) },
    bodiesAt: (log, sequences, maxBytes) =>
      wait(() => {
        const raws: RawEntry[] = [];
        let bytes = 0;
        for (const sequence of sequences) {
          const entry = of(log)[sequence - 1];
          if (entry?.body === undefined || bytes > maxBytes) continue;
          bytes += entryWireBytes(entry);
          raws.push(entry);
        }
        return raws;
      }),
    loseBodies: (channel) => {
      for (const { log, logId } of frontier.inChannel(channel)) {
        const entries = of(log).map((entry) => ({ ...entry, body: undefined }));
        stored.set(logKey(log), entries);
        lost.set(
          logId,
          entries.map(({ parsed }) => parsed.sequence),
        );
      }
    },
    lacking: () => [...lost.values()].reduce((sum, places) => sum + places.length, 0),
    act: (act) => write({ channel: channels.governance, device: who.device, generation: 0 }, encodeAct(act)),
    write: (channel, body) => write({ channel, device: who.device, generation: 0 }, body),
    entries: () => stored,
    onAdvance: () => undefined,
    onGovernance: () => undefined,
    onRefusal: () => undefined,
  };
  return replica;
};
