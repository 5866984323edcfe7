/** [L2] Which of two histories of a log counts, as far as governance says so. */
import { type LogRef, logKey } from '../entry/log.ts';
import type { EntryId } from '../ids.ts';
import type { Governance } from './governance.ts';
import type { ForkedLog } from './state.ts';

/** What was proved of a log; `undefined` where nothing was. */
export const forkOf = ({ state }: Governance, log: LogRef): ForkedLog | undefined => state.forks[logKey(log)];

/** Whether an entry lies where its device wrote two histories, and nobody has said yet which of them counts. */
export const isMarked = (governance: Governance, log: LogRef, sequence: number): boolean => {
  const fork = forkOf(governance, log);
  return fork !== undefined && fork.named === undefined && sequence >= fork.sequence;
};

/** A branch that counts: it leads from the common past, which ends before `from`, to that entry. */
export interface NamedBranch {
  from: number;
  sequence: number;
  id: EntryId;
}

/** The branch of a channel's log that was named; `undefined` where there is one history, or no name yet. */
export const branchOf = (governance: Governance, log: LogRef): NamedBranch | undefined => {
  const fork = forkOf(governance, log);
  if (fork?.named === undefined || governance.record.graph.reserved.has(log.channel)) return undefined;
  const { sequence, id } = fork.named;
  return { from: Math.min(fork.sequence, sequence + 1), sequence, id };
};
