/** Each log's chain from its first entry, what its entries say of their bodies, and its author's signatures. */
import {
  type ChainTip,
  EMPTY_TIP,
  type Entry,
  idToBytes,
  isPlexiError,
  judgeRun,
  LIMITS,
  type Primitives,
  readEntry,
  type SpaceId,
} from '@plexi/protocol';
import type { Store, StoredHead } from '@plexi/storage';

export interface CheckedLog {
  entries: number;
  /** Whether every entry follows the one before, has the body that it names, and is vouched for by a signature. */
  isWhole: boolean;
}

interface CheckDependencies {
  primitives: Primitives;
  store: Pick<Store, 'entries'>;
  /** Called between batches; false ends it. */
  mayGoOn: () => Promise<boolean>;
}

/** Later than any clock: what was stored was let in, whatever this device's clock says by now. */
const WHENEVER = Number.MAX_SAFE_INTEGER;

export const checkLog = async (
  { primitives, store, mayGoOn }: CheckDependencies,
  space: SpaceId,
  { log, logId, tip: end }: StoredHead,
): Promise<CheckedLog> => {
  const publicKey = idToBytes(log.device);
  let tip: ChainTip = EMPTY_TIP;
  let pending: Entry[] = [];
  let entries = 0;
  const failed = (): CheckedLog => ({ entries, isWhole: false });
  while (entries < end.sequence) {
    if (!(await mayGoOn())) return { entries, isWhole: true };
    const bounds = {
      limit: Math.min(LIMITS.batchEntries, end.sequence - entries),
      maxBytes: LIMITS.batchBytes,
    };
    const raws = await store.entries(space, log, entries + 1, bounds);
    if (raws.length === 0) return failed();
    try {
      pending.push(...raws.map((raw) => readEntry(primitives, raw)));
    } catch (error) {
      if (!isPlexiError(error)) throw error;
      return failed();
    }
    entries += raws.length;
    if (pending.some((entry) => entry.parsed.logId !== logId)) return failed();
    const verdict = judgeRun(primitives, tip, pending, publicKey, WHENEVER);
    if (verdict.refused !== undefined) return failed();
    const last = verdict.accepted.at(-1);
    if (last !== undefined) tip = { sequence: last.parsed.sequence, id: last.id, clock: last.parsed.clock };
    pending = verdict.held;
  }
  return { entries, isWhole: tip.id === end.id };
};
