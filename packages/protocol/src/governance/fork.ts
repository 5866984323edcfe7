/**
 * [L2] Equivocation: a device wrote two histories of one log. The proof is two chains of headers that begin in the same place
 * with different ones, each leading to a header that the device signed [L3]. It stands by itself: whoever enters it, and
 * whatever becomes of them, the two signatures are there. Bodies are no part of it [G6].
 */

import { isSignedBy } from '../entry/entry.ts';
import { decodeHeader } from '../entry/header.ts';
import { type LogRef, logIdOf, logKey } from '../entry/log.ts';
import { type EntryId, idFromBytes, idToBytes, type SpaceId } from '../ids.ts';
import type { Primitives } from '../primitives.ts';
import type { ActOf } from './act.ts';

/** A place of a log for which its device wrote two entries. */
export interface Fork {
  log: LogRef;
  sequence: number;
  branches: [EntryId, EntryId];
}

type Branch = ActOf<'fork.prove'>['branches'][number];

/** Where a chain of headers begins; `undefined` where it is none of that log, or leads to no signature. */
const beginningOf = (
  primitives: Primitives,
  space: SpaceId,
  log: LogRef,
  branch: Branch,
): { sequence: number; id: EntryId } | undefined => {
  const logId = logIdOf(primitives, space, log);
  let first: { sequence: number; id: EntryId } | undefined;
  let last: { sequence: number; id: EntryId } | undefined;
  for (const [header] of branch) {
    const parsed = decodeHeader(header);
    const follows =
      last === undefined || (parsed.sequence === last.sequence + 1 && parsed.previous === last.id);
    if (parsed.logId !== logId || !follows) return undefined;
    last = { sequence: parsed.sequence, id: idFromBytes<EntryId>(primitives.sha256(header)) };
    first ??= last;
  }
  const tip = branch.at(-1);
  if (tip === undefined) return undefined;
  const [header, signature] = tip;
  const isSigned = isSignedBy(primitives, { header, signature, body: undefined }, idToBytes(log.device));
  return isSigned ? first : undefined;
};

/** What a proof shows, or `undefined` where it shows nothing. Throws ENTRY_MALFORMED, ENTRY_OVERSIZED. */
export const readFork = (
  primitives: Primitives,
  space: SpaceId,
  { log, branches }: Pick<ActOf<'fork.prove'>, 'log' | 'branches'>,
): Fork | undefined => {
  const [one, other] = branches.map((branch) => beginningOf(primitives, space, log, branch));
  if (one === undefined || other === undefined || one.sequence !== other.sequence || one.id === other.id)
    return undefined;
  return { log, sequence: one.sequence, branches: [one.id, other.id] };
};

/** The first places where logs forked, by log. */
export type Forks = ReadonlyMap<string, number>;

/** Takes a place into the list of the first ones. */
export const noteFork = (forks: Map<string, number>, log: LogRef, sequence: number): void => {
  const key = logKey(log);
  forks.set(key, Math.min(forks.get(key) ?? Infinity, sequence));
};
