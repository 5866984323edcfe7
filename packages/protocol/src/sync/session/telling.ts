/** Saying to the other side of a session how far logs are here: of all that one turn brings at once. */
import type { LogHead } from '../../entry/log.ts';
import { LIMITS } from '../../limits.ts';
import type { LogState } from '../frontier.ts';
import type { SyncFrame } from '../sync-frame.ts';
import type { SyncTime } from '../time-port.ts';
import type { TheirLogs } from './their-logs.ts';

export interface TellingDependencies {
  theirs: Pick<TheirLogs, 'knows' | 'told'>;
  time: Pick<SyncTime, 'soon'>;
  /** How far the other side may read a log. */
  readableEnd: (state: LogState) => number;
  isRunning: () => boolean;
  send: (frame: SyncFrame) => unknown;
}

export interface Telling {
  readonly tell: (state: LogState) => void;
  /** Whether nothing waits to be said. */
  readonly isIdle: () => boolean;
}

export const createTelling = (dependencies: TellingDependencies): Telling => {
  const { theirs, time, readableEnd, isRunning, send } = dependencies;
  const untold = new Set<LogState>();
  let isComing = false;

  const tellNow = (): void => {
    isComing = false;
    const heads: LogHead[] = [];
    for (const state of untold) {
      const end = readableEnd(state);
      if (theirs.knows(state.log, end)) continue;
      theirs.told(state.log, end);
      heads.push({ log: state.log, ...state.visible });
    }
    untold.clear();
    if (!isRunning()) return;
    for (let from = 0; from < heads.length; from += LIMITS.frontierLogs)
      send({ kind: 'frontier', heads: heads.slice(from, from + LIMITS.frontierLogs), last: false });
  };

  return {
    tell: (state) => {
      if (!isRunning()) return;
      untold.add(state);
      if (isComing) return;
      isComing = true;
      time.soon(tellNow);
    },
    isIdle: () => untold.size === 0,
  };
};
