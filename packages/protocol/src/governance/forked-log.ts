/** [L2] What governance says of a log of which its device wrote two histories. */
import type { ForkedLog, Ruling } from './state.ts';

/**
 * The log after one more proof or name; `undefined` where that changes nothing. The first place that is proved counts, and of
 * two names at the same time the smaller one.
 */
export const forkedBy = (before: ForkedLog | undefined, ruling: Ruling): ForkedLog | undefined => {
  const { act, author: by, clock: since, fork } = ruling;
  if (act.type === 'fork.prove') {
    if (fork === undefined || (before !== undefined && before.sequence <= fork.sequence)) return undefined;
    const { log, sequence, branches } = fork;
    return { since, by, ...before, log, sequence, branches: [...branches] };
  }
  if (act.type !== 'fork.settle' || before === undefined) return undefined;
  const { sequence, id } = act;
  const { named } = before;
  const isSmaller =
    named === undefined || sequence < named.sequence || (sequence === named.sequence && id < named.id);
  return isSmaller ? { ...before, named: { sequence, id, by, since } } : undefined;
};
