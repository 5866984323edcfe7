/** [L4] Bodies that are missing at one side of a session for no known reason, and may be with the other. */
import { LIMITS, type LogRef, type SyncFrame } from '@plexi/protocol';
import type { LogState } from '../replica/frontier.ts';
import type { Replica } from '../replica/replica.ts';

export interface BodyRequestsDependencies {
  replica: Pick<Replica, 'missing' | 'frontier' | 'bodiesAt'>;
  /** How far the other side may read a log. */
  readableEnd: (state: LogState) => number;
  send: (frame: SyncFrame) => unknown;
}

export interface BodyRequests {
  /** Asks for what is missing here, each once in a session. */
  ask(): void;
  /** Gives what was asked for, as far as it is here. */
  give(log: LogRef, sequences: readonly number[]): Promise<void>;
}

export const createBodyRequests = ({
  replica,
  readableEnd,
  send,
}: BodyRequestsDependencies): BodyRequests => {
  const asked = new Set<string>();
  return {
    ask: () => {
      for (const [logId, sequences] of replica.missing.list()) {
        const state = replica.frontier.byId(logId);
        const fresh = sequences.filter((sequence) => !asked.has(`${logId}/${sequence}`));
        if (state === undefined || fresh.length === 0) continue;
        const part = fresh.slice(0, LIMITS.bodiesWanted);
        for (const sequence of part) asked.add(`${logId}/${sequence}`);
        send({ kind: 'want-bodies', log: state.log, sequences: part });
      }
    },
    give: async (log, sequences) => {
      const state = replica.frontier.get(log);
      if (state === undefined || readableEnd(state) === 0) return;
      const entries = await replica.bodiesAt(log, sequences, LIMITS.batchBytes);
      if (entries.length > 0) send({ kind: 'entries', log, entries });
    },
  };
};
