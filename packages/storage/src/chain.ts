/** What both adapters check and count when a log grows. */
import { type ChainTip, type Entry, type LogId, plexiError, type RawEntry } from '@plexi/protocol';

/** The tip behind `entry`. Throws ENTRY_OUT_OF_ORDER where the entry does not follow `tip`, or is of another log. */
export const followTip = (tip: ChainTip, logId: LogId, entry: Entry): ChainTip => {
  const { sequence, previous, clock, logId: named } = entry.parsed;
  if (named !== logId || sequence !== tip.sequence + 1 || previous !== tip.id) {
    throw plexiError('ENTRY_OUT_OF_ORDER', { detail: `sequence ${sequence} after ${tip.sequence}` });
  }
  return { sequence, id: entry.id, clock };
};

/** Bytes of an entry: what quotas count. */
export const sizeOf = (entry: RawEntry): number =>
  entry.header.length + entry.signature.length + (entry.body?.length ?? 0);
