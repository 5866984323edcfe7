/**
 * [L5] Accepting a run of entries whose beginning is not here: backwards, from an entry that is signed, or that an accepted one
 * names as the one before it. Each further entry is vouched for by the hash that the next one carries [L3].
 */
import { isFromTheFuture } from '../clock.ts';
import type { ErrorCode } from '../errors.ts';
import type { EntryId } from '../ids.ts';
import type { Primitives } from '../primitives.ts';
import { vouchesForItself } from './chain.ts';
import type { Entry } from './entry.ts';

export interface BackwardsQuestion {
  devicePublicKey: Uint8Array;
  /** The id that the accepted entry behind the run carries of the one before it, where one is here. */
  previous: EntryId | undefined;
  nowMs: number;
}

/**
 * Why a run of one log, in ascending order, is not accepted; `undefined` where all of it is. ENTRY_FORGED: nothing vouches for its
 * end. ENTRY_OUT_OF_ORDER: its entries don't link up. ENTRY_MALFORMED: a clock that does not rise. ENTRY_FROM_FUTURE.
 */
export const judgeBackwards = (
  primitives: Primitives,
  run: readonly Entry[],
  { devicePublicKey, previous, nowMs }: BackwardsQuestion,
): ErrorCode | undefined => {
  const last = run.at(-1);
  if (last === undefined) return undefined;
  if (isFromTheFuture(last.parsed.clock, nowMs)) return 'ENTRY_FROM_FUTURE';
  const isVouchedFor = last.id === previous || vouchesForItself(primitives, last, devicePublicKey);
  if (!isVouchedFor) return 'ENTRY_FORGED';
  for (let at = run.length - 1; at > 0; at--) {
    const [before, entry] = [run[at - 1] as Entry, run[at] as Entry];
    const follows = before.parsed.sequence === entry.parsed.sequence - 1;
    if (!follows || before.id !== entry.parsed.previous) return 'ENTRY_OUT_OF_ORDER';
    if (before.parsed.clock >= entry.parsed.clock) return 'ENTRY_MALFORMED';
  }
  return undefined;
};
