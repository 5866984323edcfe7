/** Reading back what the store holds of a space: the end of each log, and governance's entries as they are folded. */
import {
  type ChannelId,
  decodeHeader,
  type Entry,
  type EntryId,
  type Frontier,
  type GovernanceEntry,
  idFromBytes,
  LIMITS,
  type LogRef,
  logKey,
  type Primitives,
  plexiError,
  type SavedGovernance,
  type SpaceId,
} from '@plexi/protocol';
import type { Store, StoredHead } from '@plexi/storage';
import { readBeside } from './beside.ts';
import { decodeIdList } from './id-list.ts';

/** An accepted entry with the governance heads that its author saw, its own or inherited [L1]. */
export interface AcceptedEntry extends Entry {
  heads: EntryId[];
}

/** Gives each entry its heads; `heads` are those of the log's entry before. */
export const withHeads = (heads: EntryId[], entries: readonly Entry[]): AcceptedEntry[] => {
  let seen = heads;
  return entries.map((entry) => {
    if (entry.parsed.governanceHeads.length > 0) seen = entry.parsed.governanceHeads;
    return { ...entry, heads: seen };
  });
};

/** An accepted entry of a governance log as the fold takes it. */
export const governanceEntryOf = (log: LogRef, entry: AcceptedEntry): GovernanceEntry => ({
  id: entry.id,
  log,
  sequence: entry.parsed.sequence,
  previous: entry.parsed.previous,
  clock: entry.parsed.clock,
  heads: entry.heads,
  body: entry.body ?? new Uint8Array(),
});

interface LoadDependencies {
  primitives: Primitives;
  store: Store;
  space: SpaceId;
}

const READ_BYTES = 4 * 1024 * 1024;

/** The entries of a log from a place on, as stored: they were verified before. */
const readLog = async (
  { primitives, store, space }: LoadDependencies,
  log: LogRef,
  from: number,
  end: number,
): Promise<Entry[]> => {
  const entries: Entry[] = [];
  while (from + entries.length <= end) {
    const bounds = { limit: LIMITS.batchEntries, maxBytes: READ_BYTES };
    const raws = await store.entries(space, log, from + entries.length, bounds);
    if (raws.length === 0) throw plexiError('STORE_CORRUPT', { detail: 'a log has a gap' });
    for (const raw of raws) {
      const id = idFromBytes<EntryId>(primitives.sha256(raw.header));
      entries.push({ ...raw, parsed: decodeHeader(raw.header), id });
    }
  }
  return entries;
};

/** [L2] Governance of histories beside those that came first, of which `acts` are. */
export const actsBeside = async (
  dependencies: LoadDependencies,
  acts: readonly GovernanceEntry[],
): Promise<GovernanceEntry[]> => {
  const cited = new Map(acts.map(({ id, heads }) => [id, heads]));
  return (await readBeside(dependencies)).map(({ log, entry }) => {
    const [seen] = withHeads([...(cited.get(entry.parsed.previous) ?? [])], [entry]) as [AcceptedEntry];
    cited.set(seen.id, seen.heads);
    return governanceEntryOf(log, seen);
  });
};

/** A governance log's entries: those that lie behind what was saved, where that has its beginning. */
const loadActs = async (
  dependencies: LoadDependencies,
  { log, tip }: StoredHead,
  saved: SavedGovernance | undefined,
): Promise<GovernanceEntry[]> => {
  const end = saved?.ends.get(logKey(log));
  if (end !== undefined && end.id === tip.id) return [];
  if (end !== undefined && end.sequence < tip.sequence) {
    const [last, ...behind] = await readLog(dependencies, log, end.sequence, tip.sequence);
    if (last?.id === end.id)
      return withHeads([...end.heads], behind).map((entry) => governanceEntryOf(log, entry));
  }
  const entries = await readLog(dependencies, log, 1, tip.sequence);
  return withHeads([], entries).map((entry) => governanceEntryOf(log, entry));
};

/** Fills `frontier` from the store; gives governance's entries that are not among those that were `saved`. */
export const loadLogs = async (
  dependencies: LoadDependencies,
  frontier: Frontier,
  governanceChannel: ChannelId,
  saved?: SavedGovernance,
): Promise<GovernanceEntry[]> => {
  const { store, space } = dependencies;
  const heads = new Map(
    (await store.records(space, 'log-heads')).map(({ key, value }) => [key, decodeIdList<EntryId>(value)]),
  );
  const acts: GovernanceEntry[] = [];
  for (const head of await store.heads(space)) {
    const state = frontier.open(head.log, head.logId);
    frontier.move(state, head.tip, { sequence: head.tip.sequence, id: head.tip.id });
    state.heads = heads.get(head.logId) ?? [];
    if (head.log.channel !== governanceChannel) continue;
    acts.push(...(await loadActs(dependencies, head, saved)));
  }
  acts.push(...(await actsBeside(dependencies, [...(saved?.entries ?? []), ...acts])));
  return acts;
};
