/**
 * The sending half of a session, as far as the other side's credit goes [L6]. To whoever asks [N2]: what it asks for, in its
 * order; what is new by itself where it wants that and has all before it; and of all else how far it is here. To a side that
 * speaks the version before [N7]: whatever it lacks, governance and keys first. Only logs that changed are looked at.
 */

import type { Hlc } from '../../clock.ts';
import type { RawEntry } from '../../entry/entry.ts';
import { decodeHeader } from '../../entry/header.ts';
import type { LogRef } from '../../entry/log.ts';
import { LIMITS } from '../../limits.ts';
import type { LogState } from '../frontier.ts';
import type { SyncReplica } from '../replica-port.ts';
import type { LogEnd, SyncFrame } from '../sync-frame.ts';
import type { SyncTime } from '../time-port.ts';
import type { LogRange } from '../wanted-log.ts';
import { type Batch, cutBatch } from './batch.ts';
import { createTelling } from './telling.ts';
import { createTheirLogs } from './their-logs.ts';

export interface OutgoingDependencies {
  replica: SyncReplica;
  time: Pick<SyncTime, 'soon'>;
  /** Whether the other side asks for what it lacks [N7]. */
  asks: boolean;
  /** What goes next of the bodies of a log that the other side asked for. */
  bodies: (state: LogState) => Promise<Batch>;
  /** How far the other side may read a log. */
  readableEnd: (state: LogState) => number;
  /** Entries later than this are not for the other side. */
  until: () => Hlc | undefined;
  /** Whether it is not told how far things are here, and gets what it may have all the same. */
  isLeaving: () => boolean;
  /** Sends a frame; false where the channel asks to wait for `drained`. */
  send: (frame: SyncFrame) => boolean;
  drained: () => Promise<void>;
  /** Sending failed: the channel is gone, or the store. */
  failed: (error: unknown) => void;
}

export interface Outgoing {
  /** The other side has a log up to here, by its own word or because it sent or was sent it; gives what was known before. */
  has(log: LogRef, sequence: number): number;
  /** It was told that a log is here up to there, and asks if it lacks that. */
  told(log: LogRef, sequence: number): void;
  /** It has no more than that of a log of which it seemed to have more. */
  hasOnly(log: LogRef, sequence: number): void;
  /** It is to be sent everything from here on. */
  lacks(log: LogRef, from: number): void;
  /** It asks for these. */
  asked(ranges: readonly LogRange[]): void;
  /** Bodies of a log that it asked for may be there [L4]. */
  readonly bodiesDue: (state: LogState) => void;
  /** Whether it wants what is new by itself. */
  flow(push: boolean): void;
  credit(bytes: number): void;
  /** Begins, and looks at every log. */
  start(): void;
  stop(): void;
  /** Looks at a log that went on. */
  advanced(state: LogState): void;
  /** Looks at all logs: the other side may have become somebody else. */
  lookAgain(): void;
  /** Says how far a log is that came from others. */
  passOn(state: LogState): void;
  isIdle(): boolean;
  readonly logs: number;
}

interface Request {
  state: LogState;
  next: number;
  to: number;
}

/**
 * Frames of one log that may be under way beside one with the end of it: what comes faster than the other side stores it goes
 * together with what comes next, and costs both sides one commit. Nothing that others are judged by waits.
 */
const UNANSWERED_FRAMES = 3;

export const createOutgoing = (dependencies: OutgoingDependencies): Outgoing => {
  const { replica, time, readableEnd, asks, send } = dependencies;
  const theirs = createTheirLogs(replica);
  /** To be sent from where the other side is, by what is first: governance, keys, all else. Each log has its turn. */
  const due: [Set<LogState>, Set<LogState>, Set<LogState>] = [new Set(), new Set(), new Set()];
  /** Logs that go on when the other side has answered. */
  const waiting = new Set<LogState>();
  /** The frames under way, in order, by log. */
  const frames: LogState[] = [];
  const unanswered = new Map<LogState, number>();
  const requests: Request[] = [];
  const bodiesDue = new Set<LogState>();
  const at = { credit: LIMITS.creditBytes, running: false, pumping: false, pushes: true };

  const dueWith = ({ log }: LogState): Set<LogState> => {
    if (log.channel === replica.channels.governance) return due[0];
    return log.channel === replica.channels.keys ? due[1] : due[2];
  };

  const nextDue = (): LogState | undefined => {
    for (const logs of due) for (const state of logs) return state;
    return undefined;
  };

  const isTooLate = (raw: RawEntry): boolean => {
    const until = dependencies.until();
    return until !== undefined && decodeHeader(raw.header).clock > until;
  };

  /** What one frame takes of a log, from a place on. */
  const read = async (state: LogState, from: number, to: number) =>
    cutBatch((await replica.read(state.log, from, LIMITS.batchBytes)).slice(0, to - from + 1), isTooLate);

  const sendBatch = async (state: LogState, { batch, bytes }: Batch): Promise<void> => {
    at.credit -= bytes;
    frames.push(state);
    unanswered.set(state, (unanswered.get(state) ?? 0) + 1);
    if (!send({ kind: 'entries', log: state.log, entries: batch })) await dependencies.drained();
  };

  /** The same of what the other side has no more than the beginning of. */
  const sendNext = (state: LogState, from: number, next: Batch): Promise<void> => {
    theirs.has(state.log, from + next.batch.length - 1);
    return sendBatch(state, next);
  };

  const answered = (): void => {
    const state = frames.shift();
    if (state === undefined) return;
    const left = (unanswered.get(state) ?? 0) - 1;
    if (left > 0) unanswered.set(state, left);
    else unanswered.delete(state);
    if (waiting.delete(state)) dueWith(state).add(state);
  };

  /** Sends the next part of what the other side lacks of a log, which has its turn again where that was not all. */
  const sendPart = async (state: LogState): Promise<void> => {
    const from = theirs.end(state.log) + 1;
    const end = readableEnd(state);
    if (from > end) return;
    const part = await read(state, from, end);
    // A `want` that came meanwhile has moved the place back: begin again from there.
    if (theirs.end(state.log) + 1 !== from) return void dueWith(state).add(state);
    const { length } = part.batch;
    if (length === 0) return;
    const mayWait = dueWith(state) === due[2] && from + length > end;
    if (mayWait && (unanswered.get(state) ?? 0) >= UNANSWERED_FRAMES) return void waiting.add(state);
    dueWith(state).add(state);
    await sendNext(state, from, part);
  };

  /** Sends the next part of what was asked for first. */
  const answer = async (request: Request): Promise<void> => {
    const { state, next: from, to } = request;
    const end = Math.min(to, readableEnd(state));
    const part = from > end ? { batch: [], bytes: 0 } : await read(state, from, end);
    const { length } = part.batch;
    request.next += length;
    const isOver = length === 0 || request.next > to;
    if (isOver && requests[0] === request) requests.shift();
    if (length > 0) await sendNext(state, from, part);
    else send({ kind: 'ends', ends: [{ log: state.log, sequence: from - 1 }] });
  };

  /** Sends the next bodies of a log that were asked for; it has its turn again where there were any. */
  const sendBodies = async (state: LogState): Promise<void> => {
    const part = await dependencies.bodies(state);
    if (part.batch.length === 0) return;
    bodiesDue.add(state);
    await sendBatch(state, part);
  };

  const hasWork = (): boolean =>
    at.running && at.credit > 0 && (nextDue() !== undefined || requests.length + bodiesDue.size > 0);

  const work = async (): Promise<void> => {
    while (hasWork()) {
      const state = nextDue();
      if (state !== undefined) {
        dueWith(state).delete(state);
        await sendPart(state);
      }
      const [request] = requests;
      if (request !== undefined && at.running && at.credit > 0) await answer(request);
      const [lacking] = bodiesDue;
      if (lacking === undefined || !at.running || at.credit <= 0) continue;
      bodiesDue.delete(lacking);
      await sendBodies(lacking);
    }
  };

  const run = (): void => {
    if (at.pumping || !hasWork()) return;
    at.pumping = true;
    work()
      .catch(dependencies.failed)
      .finally(() => {
        at.pumping = false;
        run();
      });
  };

  const { tell, isIdle: isTold } = createTelling({
    theirs,
    time,
    readableEnd,
    isRunning: () => at.running,
    send,
  });

  const push = (state: LogState): void => {
    if (!waiting.has(state)) dueWith(state).add(state);
    run();
  };

  const getsAll = (): boolean => !asks || dependencies.isLeaving();

  const lookAgain = (): void => {
    for (const state of replica.frontier.all()) {
      if (!getsAll()) tell(state);
      else if (!waiting.has(state)) dueWith(state).add(state);
    }
    run();
  };

  return {
    has: theirs.has,
    told: theirs.told,
    hasOnly: theirs.hasOnly,
    lacks: (log, from) => {
      theirs.hasOnly(log, Math.max(0, from - 1));
      push(replica.stateOf(log));
    },
    asked: (ranges) => {
      const unknown: LogEnd[] = [];
      for (const { log, from, to } of ranges) {
        const state = replica.frontier.get(log);
        if (state === undefined) unknown.push({ log, sequence: 0 });
        else requests.push({ state, next: from, to });
      }
      // Who asks for more than it may have on its way has given up on what it asked for first.
      requests.splice(0, requests.length - LIMITS.fetchEntries);
      if (unknown.length > 0) send({ kind: 'ends', ends: unknown });
      run();
    },
    bodiesDue: (state) => {
      bodiesDue.add(state);
      run();
    },
    flow: (pushes) => {
      at.pushes = pushes;
    },
    credit: (bytes) => {
      at.credit = Math.min(LIMITS.creditBytes, at.credit + bytes);
      answered();
      run();
    },
    start: () => {
      at.running = true;
      lookAgain();
    },
    stop: () => {
      at.running = false;
      for (const logs of [...due, waiting, bodiesDue]) logs.clear();
      requests.length = 0;
    },
    advanced: (state) => {
      // At the start all are looked at.
      if (!at.running) return;
      if (getsAll() || (at.pushes && theirs.isUpToDate(state))) push(state);
      else tell(state);
    },
    lookAgain,
    passOn: (state) => {
      if (asks) tell(state);
      else push(state);
    },
    isIdle: () =>
      at.running &&
      !at.pumping &&
      nextDue() === undefined &&
      waiting.size + requests.length + bodiesDue.size === 0 &&
      isTold(),
    get logs() {
      return theirs.size;
    },
  };
};
