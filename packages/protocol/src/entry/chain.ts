/**
 * [L2] [L3] Accepting a run of entries of one log behind what is already there.
 *
 * An entry is valid if it is an ancestor of a validly signed header. So of a run that links up by hashes, everything up to
 * the last validly signed entry is accepted, whatever the signatures before it say, and the rest is held: a later signature
 * may still vouch for it. Catching up (a long run) and the live path (a run of one) are the same code and accept the same set.
 */
import { equalBytes } from '../bytes.ts';
import { type Hlc, isFromTheFuture, ZERO_HLC } from '../clock.ts';
import { type ErrorCode } from '../errors.ts';
import { type EntryId, ZERO_ID } from '../ids.ts';
import type { Primitives } from '../primitives.ts';
import { type Entry, isSignedBy } from './entry.ts';

/** The end of a log here. */
export interface ChainTip {
  sequence: number;
  id: EntryId;
  clock: Hlc;
}

/** The tip of a log that has no entry yet. */
export const EMPTY_TIP: ChainTip = { sequence: 0, id: ZERO_ID as EntryId, clock: ZERO_HLC };

export interface ChainVerdict {
  /** To be stored, in order. */
  accepted: Entry[];
  /** Linked, but vouched for by no valid signature yet, or ahead of our clock. */
  held: Entry[];
  /** Why the rest of the run was refused, if any was. Of an equivocation, the two headers for one place. */
  refused: { code: ErrorCode; entry: Entry } | undefined;
}

/** Signatures that were checked, and by which key: what is held is judged again with every entry that follows it. */
const checked = new WeakMap<Entry, { key: Uint8Array; isSigned: boolean }>();

/** As `isSignedBy`, checking each entry once only. */
export const vouchesForItself = (
  primitives: Primitives,
  entry: Entry,
  devicePublicKey: Uint8Array,
): boolean => {
  const before = checked.get(entry);
  if (before !== undefined && equalBytes(before.key, devicePublicKey)) return before.isSigned;
  const isSigned = isSignedBy(primitives, entry, devicePublicKey);
  checked.set(entry, { key: devicePublicKey, isSigned });
  return isSigned;
};

/**
 * Judges `run`, entries of one log in ascending order, against the log's `tip`.
 * Entries at or below the tip are skipped (received twice: [N3]); whether they are the same ones is `findEquivocation`'s question.
 */
export const judgeRun = (
  primitives: Primitives,
  tip: ChainTip,
  run: readonly Entry[],
  devicePublicKey: Uint8Array,
  nowMs: number,
): ChainVerdict => {
  const linked: Entry[] = [];
  let refused: ChainVerdict['refused'];
  let last = tip;
  let present = 0;
  for (const entry of run) {
    const { parsed } = entry;
    if (parsed.sequence <= last.sequence) continue;
    const follows = parsed.sequence === last.sequence + 1;
    if (!follows || parsed.previous !== last.id || parsed.clock <= last.clock) {
      refused = {
        code: follows && parsed.previous === last.id ? 'ENTRY_MALFORMED' : 'ENTRY_OUT_OF_ORDER',
        entry,
      };
      break;
    }
    linked.push(entry);
    // A future clock holds the entry and, since clocks rise along a log, everything behind it.
    if (!isFromTheFuture(parsed.clock, nowMs)) present = linked.length;
    last = { sequence: parsed.sequence, id: entry.id, clock: parsed.clock };
  }
  let vouched = present;
  while (vouched > 0 && !vouchesForItself(primitives, linked[vouched - 1] as Entry, devicePublicKey))
    vouched--;
  return { accepted: linked.slice(0, vouched), held: linked.slice(vouched), refused };
};
