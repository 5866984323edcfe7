/** What is here of a space: the end of each log, and the digest of it all [N2]. */

import { type ChainTip, EMPTY_TIP } from '../entry/chain.ts';
import { type LogHead, type LogRef, logKey } from '../entry/log.ts';
import type { ChannelId, EntryId, LogId } from '../ids.ts';
import type { Primitives } from '../primitives.ts';
import { emptyDigest, hashHead, toggleHash } from './digest.ts';
import { addMark, emptySketch, removeMark, SKETCH_CELLS, type Sketch } from './sketch.ts';

/** One log here. `visible` is its end as others are told: nothing behind a cutoff is passed on [G4]. */
export interface LogState {
  log: LogRef;
  logId: LogId;
  tip: ChainTip;
  visible: { sequence: number; id: EntryId };
  /** The governance heads that its last entry saw. */
  heads: EntryId[];
  /** What the visible end adds to the digest; nothing while there is none. */
  mark: Uint8Array | undefined;
}

export interface Frontier {
  get(log: LogRef): LogState | undefined;
  /** The log's state, made empty where it is new. */
  open(log: LogRef, logId: LogId): LogState;
  /** Moves a log's end on, or its visible end back. */
  move(state: LogState, tip: ChainTip, visible: LogState['visible']): void;
  all(): Iterable<LogState>;
  readonly size: number;
  /** The logs of one channel. */
  inChannel(channel: ChannelId): readonly LogState[];
  visibleHeads(): LogHead[];
  digest(): Uint8Array;
  /** A sketch of all marks, in so many cells. */
  sketch(cells: number): Sketch;
  byId(logId: LogId): LogState | undefined;
}

/** A sketch of what some logs have. */
export const sketchOf = (states: Iterable<LogState>, cells: number): Sketch => {
  const sketch = emptySketch(cells);
  for (const { mark } of states) if (mark !== undefined) addMark(sketch, mark);
  return sketch;
};

/** A log of which nothing is here. */
export const emptyLog = (log: LogRef, logId: LogId): LogState => ({
  log,
  logId,
  tip: EMPTY_TIP,
  visible: { sequence: EMPTY_TIP.sequence, id: EMPTY_TIP.id },
  heads: [],
  mark: undefined,
});

export const createFrontier = (primitives: Primitives): Frontier => {
  const logs = new Map<string, LogState>();
  const ids = new Map<LogId, LogState>();
  const channels = new Map<ChannelId, LogState[]>();
  const digest = emptyDigest();
  /** Kept as logs grow; larger ones are wanted rarely. */
  const small = emptySketch(SKETCH_CELLS[0]);
  return {
    get: (log) => logs.get(logKey(log)),
    byId: (logId) => ids.get(logId),
    open: (log, logId) => {
      const known = logs.get(logKey(log));
      if (known !== undefined) return known;
      const state = emptyLog(log, logId);
      logs.set(logKey(log), state);
      ids.set(logId, state);
      const beside = channels.get(log.channel);
      if (beside === undefined) channels.set(log.channel, [state]);
      else beside.push(state);
      return state;
    },
    move: (state, tip, visible) => {
      toggleHash(digest, state.mark);
      if (state.mark !== undefined) removeMark(small, state.mark);
      state.tip = tip;
      state.visible = visible;
      state.mark = hashHead(primitives, { logId: state.logId, ...visible });
      toggleHash(digest, state.mark);
      if (state.mark !== undefined) addMark(small, state.mark);
    },
    all: () => logs.values(),
    inChannel: (channel) => channels.get(channel) ?? [],
    get size() {
      return logs.size;
    },
    visibleHeads: () =>
      [...logs.values()]
        .filter((state) => state.visible.sequence > 0)
        .map((state) => ({ log: state.log, sequence: state.visible.sequence, id: state.visible.id })),
    digest: () => digest.slice(),
    sketch: (cells) => (cells === small.counts.length ? small : sketchOf(logs.values(), cells)),
  };
};
