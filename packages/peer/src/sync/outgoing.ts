/**
 * The sending half of a session: what the other side lacks, governance and keys first, as far as its credit goes [L6].
 * Only logs that changed are looked at.
 */
import {
  decodeHeader,
  entryWireBytes,
  type Hlc,
  LIMITS,
  type LogRef,
  logKey,
  type RawEntry,
} from '@plexi/protocol';
import type { LogState } from '../replica/frontier.ts';
import type { Replica } from '../replica/replica.ts';

export interface OutgoingDependencies {
  replica: Replica;
  /** How far the other side may read a log. */
  readableEnd: (state: LogState) => number;
  /** Entries later than this are not for the other side. */
  until: () => Hlc | undefined;
  /** Sends entries; false where the channel asks to wait for `drained`. */
  send: (log: LogRef, entries: RawEntry[]) => boolean;
  drained: () => Promise<void>;
  /** Sending failed: the channel is gone, or the store. */
  failed: (error: unknown) => void;
}

export interface Outgoing {
  /** The other side has a log up to here, by its own word or because it sent or was sent it. */
  has(log: LogRef, sequence: number): void;
  /** The other side lacks everything from here on. */
  lacks(log: LogRef, from: number): void;
  credit(bytes: number): void;
  /** Begins, and looks at every log. */
  start(): void;
  stop(): void;
  /** Looks at one log that changed, or at all. */
  pump(state?: LogState): void;
  isIdle(): boolean;
  readonly logs: number;
}

export const createOutgoing = (dependencies: OutgoingDependencies): Outgoing => {
  const { replica, readableEnd } = dependencies;
  const theirs = new Map<string, number>();
  const due = new Set<LogState>();
  const at: { credit: number; running: boolean; pumping: boolean } = {
    credit: LIMITS.creditBytes,
    running: false,
    pumping: false,
  };

  const sent = (state: LogState): number => theirs.get(logKey(state.log)) ?? 0;

  const priority = (state: LogState): number => {
    if (state.log.channel === replica.channels.governance) return 0;
    return state.log.channel === replica.channels.keys ? 1 : 2;
  };

  const isTooLate = (raw: RawEntry): boolean => {
    const until = dependencies.until();
    return until !== undefined && decodeHeader(raw.header).clock > until;
  };

  /** As many entries as fit into one frame; one that is larger travels alone. */
  const cut = (raws: readonly RawEntry[]): { batch: RawEntry[]; bytes: number } => {
    const batch: RawEntry[] = [];
    let bytes = 0;
    for (const raw of raws) {
      const size = entryWireBytes(raw);
      const isFull = bytes + size > LIMITS.batchBytes || batch.length >= LIMITS.batchEntries;
      if ((batch.length > 0 && isFull) || isTooLate(raw)) break;
      batch.push(raw);
      bytes += size;
    }
    return { batch, bytes };
  };

  /** Sends of one log what the other side lacks; true when there is no more of it. */
  const sendLog = async (state: LogState): Promise<boolean> => {
    while (at.running && at.credit > 0) {
      const from = sent(state) + 1;
      const end = readableEnd(state);
      if (from > end) return true;
      const raws = (await replica.read(state.log, from, LIMITS.batchBytes)).slice(0, end - from + 1);
      // A `want` that came meanwhile has moved the place back: begin again from there.
      if (sent(state) + 1 !== from) continue;
      const { batch, bytes } = cut(raws);
      if (batch.length === 0) return true;
      theirs.set(logKey(state.log), from + batch.length - 1);
      at.credit -= bytes;
      if (!dependencies.send(state.log, batch)) await dependencies.drained();
    }
    return false;
  };

  const work = async (): Promise<void> => {
    while (at.running && at.credit > 0 && due.size > 0) {
      const [next] = [...due].sort((a, b) => priority(a) - priority(b));
      if (next === undefined) return;
      due.delete(next);
      if (!(await sendLog(next))) due.add(next);
    }
  };

  const pump = (state?: LogState): void => {
    if (state === undefined) for (const each of replica.frontier.all()) due.add(each);
    else due.add(state);
    if (at.pumping || !at.running) return;
    at.pumping = true;
    work()
      .catch(dependencies.failed)
      .finally(() => {
        at.pumping = false;
        if (at.running && at.credit > 0 && due.size > 0) pump([...due][0]);
      });
  };

  return {
    has: (log, sequence) => theirs.set(logKey(log), Math.max(theirs.get(logKey(log)) ?? 0, sequence)),
    lacks: (log, from) => {
      theirs.set(logKey(log), Math.min(theirs.get(logKey(log)) ?? 0, Math.max(0, from - 1)));
      pump(replica.stateOf(log));
    },
    credit: (bytes) => {
      at.credit = Math.min(LIMITS.creditBytes, at.credit + bytes);
      const [next] = due;
      if (next !== undefined) pump(next);
    },
    start: () => {
      at.running = true;
      pump();
    },
    stop: () => {
      at.running = false;
      due.clear();
    },
    pump,
    isIdle: () => at.running && !at.pumping && due.size === 0,
    get logs() {
      return theirs.size;
    },
  };
};
