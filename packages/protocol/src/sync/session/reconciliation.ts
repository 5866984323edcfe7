/**
 * How two sides find out what differs when they meet [N2]: by the digests of their hellos that nothing does; by a sketch which
 * logs, where those are few; by whole frontiers else. Who opened the channel says hello with its sketch, the other answers with what
 * it has of what differs, and gets as much back: bytes for what differs only, and the second round trip brings entries.
 */

import { equalBytes, fromHex } from '../../bytes.ts';
import type { LogHead } from '../../entry/log.ts';
import { plexiError } from '../../errors.ts';
import { LIMITS } from '../../limits.ts';
import type { LogState } from '../frontier.ts';
import type { SyncReplica } from '../replica-port.ts';
import { differenceOf, markDigits, SKETCH_CELLS, type Sketch } from '../sketch.ts';
import type { NamedHead, SyncFrame } from '../sync-frame.ts';
import type { Counterpart } from './counterpart.ts';
import { differsAt } from './differs.ts';
import type { Outgoing } from './outgoing.ts';

export interface ReconciliationDependencies {
  replica: SyncReplica;
  /** Whether this side opened the channel. */
  opens: boolean;
  other: Counterpart;
  outgoing: Outgoing;
  /** Whether the other side knows sketches [N7]. */
  knowsSketches: boolean;
  send: (frame: SyncFrame) => unknown;
  /** Asks for a log from a place on, where the other side has something else there. */
  want: (head: LogHead) => void;
  /** The other side has these; `isNews` where it said so by itself. */
  offered: (heads: readonly LogHead[], isNews: boolean) => void;
  /** Both sides have said what they have. */
  done: () => void;
  /** And it is the same. */
  agreed: () => void;
}

export interface Reconciliation {
  /** What our hello says beside the digest. */
  greet(): Sketch | undefined;
  /** Both have said hello: with these digests, and the other side perhaps with a sketch. */
  begin(ours: Uint8Array, theirs: Uint8Array, sketch: Sketch | undefined): void;
  /** Throw FRAME_INVALID where what came is out of bounds. */
  sketched(theirs: Sketch): void;
  differs(heads: readonly NamedHead[], marks: readonly Uint8Array[]): Promise<void>;
  named(heads: readonly LogHead[], last: boolean, isNews: boolean): Promise<void>;
  /** Begins once more, while live. */
  again(): void;
}

/** Up to so many heads are said as fast as a sketch. */
const FEW_LOGS = 8;

/** What was here when a sketch of it was sent: logs move on meanwhile. */
interface Sketched {
  state: LogState;
  sequence: number;
  mark: Uint8Array;
}

const headOf = ({ log, visible }: LogState): LogHead => ({ log, ...visible });

export const createReconciliation = (dependencies: ReconciliationDependencies): Reconciliation => {
  const { replica, other, outgoing, send, done } = dependencies;
  let sentFrontier = false;
  let sketched: Sketched[] | undefined;
  /** What we named as different, to be referred to. */
  let namedHere: LogHead[] = [];

  /** How far the space has come is no longer a former member's business: its own logs it knows, the removal it is sent. */
  const readable = (): LogState[] =>
    other.standing() === 'former'
      ? []
      : [...replica.frontier.all()].filter((state) => other.readableEnd(state) > 0);

  const sendFrontier = (): void => {
    sentFrontier = true;
    const heads = readable().map(headOf);
    for (let at = 0; at === 0 || at < heads.length; at += LIMITS.frontierLogs) {
      const part = heads.slice(at, at + LIMITS.frontierLogs);
      for (const { log, sequence } of part) outgoing.told(log, sequence);
      send({ kind: 'frontier', heads: part, last: at + LIMITS.frontierLogs >= heads.length });
    }
  };

  const isShared = (): boolean => ['member', 'scoped', 'relay'].includes(other.standing());

  const takeSketch = (cells: number): Sketch => {
    sketched = other
      .logs()
      .flatMap((state) =>
        state.mark === undefined ? [] : [{ state, sequence: state.visible.sequence, mark: state.mark }],
      );
    return other.sketch(cells);
  };

  const sendSketch = (cells: number): void => {
    sentFrontier = false;
    send({ kind: 'sketch', sketch: takeSketch(cells) });
  };

  const take = async (heads: readonly LogHead[], isNews: boolean): Promise<void> => {
    if (outgoing.logs + heads.length > LIMITS.logsPerSpace)
      throw plexiError('FRAME_INVALID', { detail: 'too many logs' });
    for (const head of heads) {
      outgoing.has(head.log, head.sequence);
      if (await differsAt(replica, head)) dependencies.want(head);
    }
    dependencies.offered(heads, isNews);
  };

  /** Tells what differs from what the other side has, as far as its sketch says that. */
  const compare = (theirs: Sketch): void => {
    sentFrontier = false;
    const cells = theirs.counts.length;
    const logs = other.logs();
    const difference = isShared() ? differenceOf(other.sketch(cells), theirs) : undefined;
    const larger = SKETCH_CELLS.find((size) => size > cells);
    if (difference === undefined)
      return larger !== undefined && isShared() && logs.length > larger / 8
        ? sendSketch(larger)
        : sendFrontier();
    sketched = undefined;
    const ours = new Set(difference.ours);
    const differing = logs.filter(({ mark }) => mark !== undefined && ours.delete(markDigits(mark)));
    // A mark that is nowhere here: the sketches came to something by accident.
    if (ours.size > 0) return sendFrontier();
    const isDifferent = new Set(differing);
    for (const state of logs) if (!isDifferent.has(state)) outgoing.has(state.log, state.visible.sequence);
    namedHere = differing.map(headOf);
    for (const { log, sequence } of namedHere) outgoing.told(log, sequence);
    send({
      kind: 'differences',
      heads: namedHere,
      marks: difference.theirs.map((digits) => fromHex(digits) as Uint8Array),
    });
    if (difference.ours.length + difference.theirs.length === 0) dependencies.agreed();
    if (difference.theirs.length === 0) done();
  };

  return {
    greet: () => {
      const isTold = dependencies.opens && dependencies.knowsSketches && other.isListed();
      return isTold && replica.frontier.size > FEW_LOGS ? takeSketch(SKETCH_CELLS[0]) : undefined;
    },
    begin: (ours, theirs, sketch) => {
      const isEqual = equalBytes(ours, theirs);
      if (isEqual && equalBytes(ours, other.digest())) {
        sketched = undefined;
        for (const { log, visible } of readable()) outgoing.has(log, visible.sequence);
        return done();
      }
      // Of equal digests the other side goes on from there: what came here meanwhile, only we can tell.
      if (isEqual)
        return dependencies.knowsSketches && isShared() ? sendSketch(SKETCH_CELLS[0]) : sendFrontier();
      if (sketch !== undefined) return compare(sketch);
      if (sketched === undefined) sendFrontier();
    },
    sketched: (theirs) => {
      compare(theirs);
    },
    differs: async (heads, marks) => {
      const asked = sketched;
      sketched = undefined;
      const named = heads.map((head): LogHead => {
        const log = typeof head.log === 'number' ? namedHere[head.log]?.log : head.log;
        if (log === undefined) throw plexiError('FRAME_INVALID', { detail: 'a log that was not named' });
        return { ...head, log };
      });
      if (asked !== undefined) {
        const theirs = new Set(marks.map(markDigits));
        const places = new Map(named.map(({ log }, i) => [replica.frontier.get(log), i]));
        const differing = asked.filter(({ mark }) => theirs.has(markDigits(mark)));
        const isDifferent = new Set(differing.map(({ state }) => state));
        for (const { state, sequence } of asked)
          if (!isDifferent.has(state) && !places.has(state)) outgoing.has(state.log, sequence);
        for (const { state } of differing) outgoing.told(state.log, state.visible.sequence);
        if (marks.length > 0)
          send({
            kind: 'differences',
            heads: differing.map(({ state }) => ({ ...headOf(state), log: places.get(state) ?? state.log })),
            marks: [],
          });
      }
      if (asked !== undefined && named.length + marks.length === 0) dependencies.agreed();
      await take(named, false);
      done();
    },
    again: () => {
      if (isShared()) sendSketch(SKETCH_CELLS[0]);
    },
    named: async (heads, last, isNews) => {
      await take(heads, isNews && !last);
      if (!last) return;
      if (!sentFrontier) sendFrontier();
      done();
    },
  };
};
