/**
 * [L4] Orders that came ahead of their log: what their authors have go of their own goes at once, whether it came ahead too or lies in
 * order here, or it would be shown until all history has come. Others' orders wait until the log comes to them.
 */
import {
  accountOf,
  type DropTarget,
  type Entry,
  type Frontier,
  type Governance,
  type LogRef,
  type LogState,
} from '@plexi/protocol';
import type { Write } from '@plexi/storage';
import type { AheadBook } from './ahead-book.ts';
import type { Dropped } from './drop-draft.ts';
import { readDropOrder, type TargetDependencies, targetHere } from './drop-target.ts';
import type { MissingBodies } from './missing-bodies.ts';

export interface AheadDrops {
  writes: Write[];
  dropped: Dropped[];
}

export interface AheadOrdersDependencies extends TargetDependencies {
  book: Pick<AheadBook, 'at'>;
  frontier: Pick<Frontier, 'byId'>;
  missing: Pick<MissingBodies, 'settle'>;
}

const ownerOf = (governance: Governance, { device, generation }: LogRef) =>
  accountOf(governance, device, generation);

/** What orders among these entries of a log have go. */
export const dropsAhead = async (
  dependencies: AheadOrdersDependencies,
  governance: Governance | undefined,
  from: LogRef,
  entries: readonly Entry[],
): Promise<AheadDrops> => {
  const { space, book, frontier, missing } = dependencies;
  const drops: AheadDrops = { writes: [], dropped: [] };
  const owner = governance && ownerOf(governance, from);
  if (governance === undefined || owner === undefined) return drops;
  const isHere = async (state: LogState, target: DropTarget): Promise<boolean> =>
    target.sequence <= state.tip.sequence
      ? (await targetHere(dependencies, state, target)) !== undefined
      : book.at(state.logId, target.sequence)?.id === target.entry;
  for (const target of entries.flatMap((entry) => readDropOrder(entry)?.targets ?? [])) {
    const { logId, sequence, entry } = target;
    const state = frontier.byId(logId);
    // An order is about its own channel: governance and keys last.
    if (state === undefined || state.log.channel !== from.channel) continue;
    if (ownerOf(governance, state.log) !== owner || !(await isHere(state, target))) continue;
    const { log } = state;
    drops.writes.push({ type: 'drop-bodies', space, log, logId, sequences: [sequence], leave: 'tombstone' });
    drops.writes.push(...missing.settle(logId, sequence));
    drops.dropped.push({ owner, entries: [{ log, sequence, entry }], blobs: [] });
  }
  return drops;
};
