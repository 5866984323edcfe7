/** Reading back what the store holds of a space: the end of each log, and governance's entries as they are folded. */
import {
  type ChannelId,
  decodeHeader,
  type Entry,
  type EntryId,
  type GovernanceEntry,
  idFromBytes,
  LIMITS,
  type LogId,
  type LogRef,
  type Primitives,
  plexiError,
  type SpaceId,
} from '@plexi/protocol';
import type { Store } from '@plexi/storage';
import type { Frontier } from './frontier.ts';
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

/** All entries of a log as stored: they were verified before. */
const readLog = async (
  { primitives, store, space }: LoadDependencies,
  log: LogRef,
  end: number,
): Promise<Entry[]> => {
  const entries: Entry[] = [];
  while (entries.length < end) {
    const bounds = { limit: LIMITS.batchEntries, maxBytes: READ_BYTES };
    const raws = await store.entries(space, log, entries.length + 1, bounds);
    if (raws.length === 0) throw plexiError('STORE_CORRUPT', { detail: 'a log has a gap' });
    for (const raw of raws) {
      const id = idFromBytes<EntryId>(primitives.sha256(raw.header));
      entries.push({ ...raw, parsed: decodeHeader(raw.header), id });
    }
  }
  return entries;
};

/** Fills `frontier` from the store; gives governance's entries, and the logs that were seen to equivocate. */
export const loadLogs = async (
  dependencies: LoadDependencies,
  frontier: Frontier,
  governanceChannel: ChannelId,
): Promise<{ acts: GovernanceEntry[]; equivocated: LogId[] }> => {
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
    const entries = withHeads([], await readLog(dependencies, head.log, head.tip.sequence));
    for (const entry of entries) acts.push(governanceEntryOf(head.log, entry));
  }
  const proofs = await store.records(space, 'equivocation');
  return { acts, equivocated: proofs.map(({ key }) => key.split('/')[0] as LogId) };
};
