/** How this device's own logs came to what they are: by the mark that somebody shows of them it is known what they lack. */
import type { DeviceId, LogState } from '@plexi/protocol';
import { markOf, markText } from './marks.ts';

export interface OwnHistory {
  /** A log of this device went on. */
  advanced(state: LogState): void;
  /**
   * The logs that went on since the mark of all of them was that: none where it is, or was so a moment ago. Where it is not
   * known what is lacking, some of them, each time others.
   */
  since(mark: string, many: number): LogState[];
}

/** Steps that are remembered. */
const STEPS = 256;

export const createOwnHistory = (
  self: DeviceId,
  all: () => Iterable<LogState>,
  /** What went on less than so long ago may be on its way, milliseconds. */
  comingMs: number,
): OwnHistory => {
  const marks = new Map<LogState, bigint>();
  const steps: { before: string; state: LogState; at: number }[] = [];
  let total = 0n;
  let turn = 0;

  const note = (state: LogState): void => {
    const mark = markOf(state);
    total ^= (marks.get(state) ?? 0n) ^ mark;
    marks.set(state, mark);
  };
  const own = (): LogState[] => [...all()].filter(({ log }) => log.device === self);
  for (const state of own()) note(state);

  return {
    advanced: (state) => {
      steps.push({ before: markText(total), state, at: performance.now() });
      if (steps.length > STEPS) steps.shift();
      note(state);
    },
    since: (mark, many) => {
      // A cutoff moves ends back, of which nobody tells.
      for (const state of own()) note(state);
      if (mark === markText(total)) return [];
      const place = steps.findLastIndex(({ before }) => before === mark);
      const [first] = place < 0 ? [] : steps.slice(place);
      if (first !== undefined)
        return performance.now() - first.at < comingMs
          ? []
          : [...new Set(steps.slice(place).map(({ state }) => state))];
      const sorted = own().sort((a, b) => b.tip.clock - a.tip.clock);
      const from = turn < sorted.length ? turn : 0;
      turn = from + many;
      return sorted.slice(from, turn);
    },
  };
};
