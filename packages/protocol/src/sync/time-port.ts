/** Time, as sync sees it: it has neither clocks nor timers of its own, and whoever runs it says when something is due. */
export interface SyncTime {
  /** Milliseconds since 1970, by a clock that may be wrong, and set. */
  readonly now: () => number;
  /** Milliseconds of a clock that only goes forward, to measure by. */
  readonly elapsedMs: () => number;
  /** Runs work once, so many milliseconds from now, unless what this gives is called before. */
  readonly later: (delayMs: number, work: () => void) => () => void;
  /** Runs work at the end of this turn, before anything else comes in: what one turn brings is told of together. */
  readonly soon: (work: () => void) => void;
}
