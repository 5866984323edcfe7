/** [L4] Bodies that are missing at one side of a session for no known reason, and may be with the other. */
import { decodeHeader } from '../../entry/header.ts';
import { type LogRef, logKey } from '../../entry/log.ts';
import { LIMITS } from '../../limits.ts';
import type { LogState } from '../frontier.ts';
import type { SyncReplica } from '../replica-port.ts';
import type { SyncFrame } from '../sync-frame.ts';
import { type Batch, cutBatch } from './batch.ts';

export interface BodyRequestsDependencies {
  replica: Pick<SyncReplica, 'missing' | 'frontier' | 'bodiesAt'>;
  /** How far the other side may read a log. */
  readableEnd: (state: LogState) => number;
  send: (frame: SyncFrame) => unknown;
  /** There may be bodies of a log to be given: `take` them when it is their turn. */
  due: (state: LogState) => void;
}

export interface BodyRequests {
  /** Asks for what is missing here, each once: the other side gives it as soon as it has it. */
  ask(): void;
  /** The other side asks: it is given what is here, and the rest when it comes. */
  asked(log: LogRef, sequences: readonly number[]): void;
  /** A log went on, or bodies of it came: what was asked for before may be there. */
  came(log: LogRef): void;
  /** Takes what goes next of what was asked for of a log; nothing where nothing of it is here. */
  take(state: LogState): Promise<Batch>;
}

export const createBodyRequests = (dependencies: BodyRequestsDependencies): BodyRequests => {
  const { replica, readableEnd, send } = dependencies;
  const asked = new Set<string>();
  /** By log, what the other side asked for and was not given. */
  const owed = new Map<string, Set<number>>();

  const came = (log: LogRef): void => {
    const state = owed.has(logKey(log)) ? replica.frontier.get(log) : undefined;
    if (state !== undefined) dependencies.due(state);
  };

  return {
    ask: () => {
      const wanted = replica.missing.wanted();
      const places = new Set<string>();
      for (const [logId, sequences] of wanted) {
        const log = replica.frontier.byId(logId)?.log;
        if (log === undefined) continue;
        const fresh = sequences.filter((sequence) => !asked.has(`${logId}/${sequence}`));
        for (const sequence of sequences) places.add(`${logId}/${sequence}`);
        for (let at = 0; at < fresh.length; at += LIMITS.bodiesWanted)
          send({
            kind: 'want-bodies',
            log,
            sequences: fresh.slice(at, at + LIMITS.bodiesWanted),
          });
      }
      // What came may have to be asked for again: an order may take it, and count no more.
      asked.clear();
      for (const place of places) asked.add(place);
    },
    asked: (log, sequences) => {
      const wanted = owed.get(logKey(log)) ?? new Set();
      let room = LIMITS.bodiesOwed - [...owed.values()].reduce((sum, { size }) => sum + size, 0);
      for (const sequence of sequences) if (room-- > 0) wanted.add(sequence);
      if (wanted.size > 0) owed.set(logKey(log), wanted);
      came(log);
    },
    came,
    take: async (state) => {
      const { log } = state;
      const sequences = owed.get(logKey(log));
      if (sequences === undefined || readableEnd(state) === 0) return { batch: [], bytes: 0 };
      const next = cutBatch(await replica.bodiesAt(log, [...sequences], LIMITS.batchBytes));
      for (const { header } of next.batch) sequences.delete(decodeHeader(header).sequence);
      if (sequences.size === 0) owed.delete(logKey(log));
      return next;
    },
  };
};
