/**
 * What a repair of the database could not keep of a space (`@plexi/storage`, `lost.ts`) is fetched again like anything else that others have
 * and this device has not: a log that was cut back is shorter than theirs, a body that is gone is a missing one. What lay behind
 * a cut was set aside, and is put back once the log has come so far again. Until a log is whole nobody writes in it: a number must not
 * be used twice [L2].
 */
import {
  type ChannelId,
  LIMITS,
  type LogId,
  type LogRef,
  type LogState,
  logKey,
  type Primitives,
  type RawEntry,
  type SpaceId,
} from '@plexi/protocol';
import {
  decodeAside,
  decodeLostEntries,
  encodeAside,
  encodeLostEntries,
  LOST,
  placeKey,
  readPlaceKey,
  type Store,
  type StoredHead,
  type Write,
} from '@plexi/storage';
import { AHEAD_KINDS } from './ahead-records.ts';
import { readEnds } from './ends.ts';
import { encodeIdList } from './id-list.ts';
import { MISSING_BODY } from './missing-bodies.ts';
import { SAVED_KIND } from './saved.ts';

export interface Recovery {
  /** Whether all is here that ever was of a log. */
  isWhole(log: LogRef): boolean;
  /** How many logs are not. */
  lacking(): number;
  /** A log has got on, or was opened: gives what was set aside and can be put back, to be taken like entries of others. */
  next(state: LogState): Promise<RawEntry[]>;
}

interface RecoveryDependencies {
  primitives: Primitives;
  store: Store;
  space: SpaceId;
  /** Channels whose bodies never go: governance and keys. */
  lasting: ReadonlySet<ChannelId>;
}

/** Takes over what a repair told of; to be called before anything else reads the space. */
export const openRecovery = async (dependencies: RecoveryDependencies): Promise<Recovery> => {
  const { store, space } = dependencies;
  const record = (kind: string, key: string, value?: Uint8Array): Write => ({
    type: 'record',
    scope: space,
    kind,
    key,
    value,
  });
  if ((await store.record(space, LOST.repaired, 'all')) !== undefined) await takeOver(dependencies, record);

  /** How far logs went that are not as far again, and what was set aside of them. */
  const extents = new Map<string, number>();
  const aside = new Map<LogId, number[]>();
  for (const { key, value } of await store.records(space, LOST.entries)) {
    const { log, extent } = decodeLostEntries(value);
    extents.set(logKey(log), extent);
    aside.set(key as LogId, []);
  }
  for (const { key } of extents.size === 0 ? [] : await store.records(space, LOST.aside)) {
    const { logId, sequence } = readPlaceKey(key);
    aside.get(logId)?.push(sequence);
  }

  /** What is here again need not be kept twice. */
  const settle = async ({ log, logId, tip }: LogState): Promise<void> => {
    const left = aside.get(logId) ?? [];
    const past = left.filter((sequence) => sequence <= tip.sequence);
    const isWhole = tip.sequence >= (extents.get(logKey(log)) ?? 0);
    if (past.length === 0 && !isWhole) return;
    await store.commit([
      ...past.map((sequence) => record(LOST.aside, placeKey(logId, sequence))),
      ...(isWhole ? [record(LOST.entries, logId)] : []),
    ]);
    aside.set(logId, left.slice(past.length));
    if (isWhole) extents.delete(logKey(log));
  };

  return {
    isWhole: (log) => !extents.has(logKey(log)),
    lacking: () => extents.size,
    next: async (state) => {
      if (!extents.has(logKey(state.log))) return [];
      await settle(state);
      const left = aside.get(state.logId) ?? [];
      if (left[0] !== state.tip.sequence + 1) return [];
      const keys = left.slice(0, LIMITS.batchEntries).map((sequence) => placeKey(state.logId, sequence));
      const values = await Promise.all(keys.map((key) => store.record(space, LOST.aside, key)));
      return values.filter((value) => value !== undefined).map(decodeAside);
    },
  };
};

/** Makes of what was told what everything else here knows already. */
const takeOver = async (
  dependencies: RecoveryDependencies,
  record: (kind: string, key: string, value?: Uint8Array) => Write,
): Promise<void> => {
  const { store, space, lasting } = dependencies;
  const ends = readEnds(dependencies);
  const heads = new Map((await store.heads(space)).map((head) => [head.logId, head]));
  const told = await store.records(space, LOST.body);
  const first = new Map<LogId, number>();
  const writes: Write[] = [];
  for (const { key, value } of told) {
    const { logId, sequence } = readPlaceKey(key);
    const head = heads.get(logId);
    writes.push(record(LOST.body, key));
    if (head === undefined) continue;
    if (!lasting.has(head.log.channel)) writes.push(record(MISSING_BODY, key, value));
    else if (!first.has(logId)) first.set(logId, sequence);
  }
  for (const [logId, sequence] of first)
    writes.push(...(await cutBack(dependencies, heads.get(logId) as StoredHead, sequence - 1, record)));
  // Of what rests on logs that may be shorter now, and on messages that may be gone; both are made again from what comes.
  for (const kind of [...AHEAD_KINDS, SAVED_KIND])
    for (const { key } of await store.records(space, kind)) writes.push(record(kind, key));
  await store.commit(writes);
  // What a log's last entry saw of governance hangs on where it ends, and may itself have been lost.
  const seen: Write[] = [];
  for (const { log, logId, tip } of await store.heads(space)) {
    const cited = await ends.headsAt({ log }, tip.sequence);
    seen.push(record('log-heads', logId, encodeIdList(cited)));
  }
  await store.commit([...seen, record(LOST.repaired, 'all')]);
};

/** [L4] Governance and keys are of no use without a body: such a log ends before it, until the entry comes again. */
const cutBack = async (
  { primitives, store, space }: RecoveryDependencies,
  { log, logId, tip }: StoredHead,
  end: number,
  record: (kind: string, key: string, value?: Uint8Array) => Write,
): Promise<Write[]> => {
  const known = await store.record(space, LOST.entries, logId);
  const extent = Math.max(tip.sequence, known === undefined ? 0 : decodeLostEntries(known).extent);
  const writes: Write[] = [record(LOST.entries, logId, encodeLostEntries({ log, extent }))];
  for (let next = end + 2; next <= tip.sequence; ) {
    const bounds = { limit: LIMITS.batchEntries, maxBytes: LIMITS.batchBytes };
    const raws = await store.entries(space, log, next, bounds);
    if (raws.length === 0) break;
    for (const raw of raws) writes.push(record(LOST.aside, placeKey(logId, next++), encodeAside(raw)));
  }
  const ends = readEnds({ primitives, store, space });
  writes.push({ type: 'cut-log', space, log, tip: await ends.tipAt({ log }, end) });
  return writes;
};
