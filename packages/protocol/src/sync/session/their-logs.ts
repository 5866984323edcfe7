/** What this side of a session knows of how far the other side has each log, and was told that it is here. */
import { type LogRef, logKey } from '../../entry/log.ts';
import type { LogState } from '../frontier.ts';
import type { SyncReplica } from '../replica-port.ts';

export interface TheirLogs {
  /** How far the other side has a log. */
  end: (log: LogRef) => number;
  /** It has a log up to here; gives what was known before. */
  has: (log: LogRef, sequence: number) => number;
  /** It has no more than that. */
  hasOnly: (log: LogRef, sequence: number) => void;
  /** It was told that a log is here up to there, and asks if it lacks that. */
  told: (log: LogRef, sequence: number) => void;
  /** Whether it knows that a log is here up to there. */
  knows: (log: LogRef, sequence: number) => boolean;
  /** Whether it has all that it was told of a log, and all that it needs to judge what comes next. */
  isUpToDate: (state: LogState) => boolean;
  readonly size: number;
}

export const createTheirLogs = ({ channels }: Pick<SyncReplica, 'channels'>): TheirLogs => {
  const ends = new Map<string, number>();
  const told = new Map<string, number>();
  /** Governance and keys of which it was told and that it lacks: what else is new cannot be judged before. */
  const lasting = new Set<string>();

  const note = (log: LogRef): void => {
    if (log.channel !== channels.governance && log.channel !== channels.keys) return;
    const key = logKey(log);
    if ((told.get(key) ?? 0) > (ends.get(key) ?? 0)) lasting.add(key);
    else lasting.delete(key);
  };

  return {
    end: (log) => ends.get(logKey(log)) ?? 0,
    has: (log, sequence) => {
      const before = ends.get(logKey(log)) ?? 0;
      ends.set(logKey(log), Math.max(before, sequence));
      note(log);
      return before;
    },
    hasOnly: (log, sequence) => {
      ends.set(logKey(log), Math.min(ends.get(logKey(log)) ?? 0, sequence));
    },
    told: (log, sequence) => {
      told.set(logKey(log), Math.max(told.get(logKey(log)) ?? 0, sequence));
      note(log);
    },
    knows: (log, sequence) => sequence <= Math.max(ends.get(logKey(log)) ?? 0, told.get(logKey(log)) ?? 0),
    isUpToDate: ({ log }) =>
      lasting.size === 0 && (told.get(logKey(log)) ?? 0) <= (ends.get(logKey(log)) ?? 0),
    get size() {
      return ends.size;
    },
  };
};
