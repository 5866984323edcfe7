/** What of some entries goes into one frame. */
import type { RawEntry } from '../../entry/entry.ts';
import { LIMITS } from '../../limits.ts';
import { entryWireBytes } from '../entries-frame.ts';

export interface Batch {
  batch: RawEntry[];
  /** As they go over the wire. */
  bytes: number;
}

/** As many entries as fit into one frame, up to the first that `isBeyond` says is not for the other side; one that is larger travels alone. */
export const cutBatch = (
  raws: readonly RawEntry[],
  isBeyond: (raw: RawEntry) => boolean = () => false,
): Batch => {
  const batch: RawEntry[] = [];
  let bytes = 0;
  for (const raw of raws) {
    const size = entryWireBytes(raw);
    const isFull = bytes + size > LIMITS.batchBytes || batch.length >= LIMITS.batchEntries;
    if ((batch.length > 0 && isFull) || isBeyond(raw)) break;
    batch.push(raw);
    bytes += size;
  }
  return { batch, bytes };
};
