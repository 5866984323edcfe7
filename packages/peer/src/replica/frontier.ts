/** What is here of a space: the end of each log, and the digest of it all [N2]. */
import {
  type ChainTip,
  EMPTY_TIP,
  type EntryId,
  emptyDigest,
  type LogHead,
  type LogId,
  type LogRef,
  logKey,
  type Primitives,
  toggleHead,
} from '@plexi/protocol';

/** One log here. `visible` is its end as others are told: nothing behind a cutoff is passed on [G4]. */
export interface LogState {
  log: LogRef;
  logId: LogId;
  tip: ChainTip;
  visible: { sequence: number; id: EntryId };
  /** The governance heads that its last entry saw. */
  heads: EntryId[];
}

export interface Frontier {
  get(log: LogRef): LogState | undefined;
  /** The log's state, made empty where it is new. */
  open(log: LogRef, logId: LogId): LogState;
  /** Moves a log's end on, or its visible end back. */
  move(state: LogState, tip: ChainTip, visible: LogState['visible']): void;
  all(): Iterable<LogState>;
  readonly size: number;
  visibleHeads(): LogHead[];
  digest(): Uint8Array;
  byId(logId: LogId): LogState | undefined;
}

export const createFrontier = (primitives: Primitives): Frontier => {
  const logs = new Map<string, LogState>();
  const ids = new Map<LogId, LogState>();
  const digest = emptyDigest();
  return {
    get: (log) => logs.get(logKey(log)),
    byId: (logId) => ids.get(logId),
    open: (log, logId) => {
      const known = logs.get(logKey(log));
      if (known !== undefined) return known;
      const state: LogState = {
        log,
        logId,
        tip: EMPTY_TIP,
        visible: { sequence: EMPTY_TIP.sequence, id: EMPTY_TIP.id },
        heads: [],
      };
      logs.set(logKey(log), state);
      ids.set(logId, state);
      return state;
    },
    move: (state, tip, visible) => {
      toggleHead(primitives, digest, { logId: state.logId, ...state.visible });
      state.tip = tip;
      state.visible = visible;
      toggleHead(primitives, digest, { logId: state.logId, ...visible });
    },
    all: () => logs.values(),
    get size() {
      return logs.size;
    },
    visibleHeads: () =>
      [...logs.values()]
        .filter((state) => state.visible.sequence > 0)
        .map((state) => ({ log: state.log, sequence: state.visible.sequence, id: state.visible.id })),
    digest: () => digest.slice(),
  };
};
