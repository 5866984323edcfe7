/** Where logs end here: cutoffs [G4] move the visible end back, and a named branch [L2] takes away what lies on another one. */
import {
  type ChainTip,
  cutoffOf,
  decodeHeader,
  EMPTY_TIP,
  type EntryId,
  type Frontier,
  type Governance,
  idFromBytes,
  LIMITS,
  type LogRef,
  type LogState,
  type Primitives,
  plexiError,
  type RawEntry,
  type SpaceId,
} from '@plexi/protocol';
import type { Store } from '@plexi/storage';
import { RECKONED } from './drop-reversal.ts';
import type { Forks } from './forks.ts';
import type { MissingBodies } from './missing-bodies.ts';

/** What an entry of a log here is to the one behind it. */
export const readEnds = ({
  primitives,
  store,
  space,
}: {
  primitives: Primitives;
  store: Store;
  space: SpaceId;
}) => {
  const tipAt = async (state: Pick<LogState, 'log'>, sequence: number): Promise<ChainTip> => {
    if (sequence === 0) return EMPTY_TIP;
    const [raw] = await store.entries(space, state.log, sequence, { limit: 1, maxBytes: 1 });
    if (raw === undefined) throw plexiError('STORE_CORRUPT', { detail: 'a log has a gap' });
    const id = idFromBytes<EntryId>(primitives.sha256(raw.header));
    return { sequence, id, clock: decodeHeader(raw.header).clock };
  };
  /** The governance heads that an entry cites, or the last before it that cites any [L1]. */
  const headsAt = async ({ log }: Pick<LogState, 'log'>, sequence: number): Promise<EntryId[]> => {
    for (let end = sequence; end > 0; end -= LIMITS.batchEntries) {
      const from = Math.max(1, end - LIMITS.batchEntries + 1);
      const raws: RawEntry[] = [];
      while (from + raws.length <= end) {
        const bounds = { limit: end - from - raws.length + 1, maxBytes: LIMITS.batchBytes };
        const more = await store.entries(space, log, from + raws.length, bounds);
        if (more.length === 0) throw plexiError('STORE_CORRUPT', { detail: 'a log has a gap' });
        raws.push(...more);
      }
      const cited = raws.map((raw) => decodeHeader(raw.header).governanceHeads);
      const heads = cited.findLast((ids) => ids.length > 0);
      if (heads !== undefined) return heads;
    }
    return [];
  };
  const idAt = async (state: LogState, sequence: number) => (await tipAt(state, sequence)).id;
  return { tipAt, idAt, headsAt };
};

export interface Ends {
  /** Moves visible ends to where governance has logs end. */
  follow(): Promise<void>;
  /** [L2] Has what lies on a branch that does not count go, once nothing shows it any more; the other is asked for. */
  leaveBranches(): Promise<void>;
}

export interface EndsDependencies extends Pick<ReturnType<typeof readEnds>, 'idAt' | 'tipAt'> {
  store: Store;
  space: SpaceId;
  frontier: Frontier;
  forks: Pick<Forks, 'isAstray' | 'branchOf'>;
  missing: MissingBodies;
  governance: () => Governance | undefined;
  governanceChannel: LogRef['channel'];
  /** Visible ends are where they are to be: what hangs on them follows. */
  followed: () => Promise<void>;
  /** A log was cut back. */
  cut: (state: LogState) => void;
}

export const createEnds = (dependencies: EndsDependencies): Ends => {
  const { store, space, frontier, forks, missing, governance, idAt, tipAt } = dependencies;

  /** Where the common past of a log's histories ends that is on the wrong one here. */
  const trunkOf = async (state: LogState): Promise<number | undefined> => {
    const branch = forks.branchOf(state);
    return branch !== undefined && (await forks.isAstray(state)) ? branch.from - 1 : undefined;
  };

  return {
    follow: async () => {
      const now = governance();
      if (now === undefined) return;
      for (const state of frontier.all()) {
        // Void governance stays visible: honest acts may cite it, and whoever folds them needs it.
        if (state.log.channel === dependencies.governanceChannel) continue;
        const end = (await trunkOf(state)) ?? cutoffOf(now, state.log) ?? state.tip.sequence;
        const sequence = Math.min(state.tip.sequence, end);
        if (sequence === state.visible.sequence) continue;
        const isWhole = sequence === state.tip.sequence || sequence === 0;
        const id = isWhole ? state.tip.id : await idAt(state, sequence);
        frontier.move(state, state.tip, { sequence, id });
      }
      await dependencies.followed();
    },
    leaveBranches: async () => {
      for (const state of frontier.all()) {
        const end = await trunkOf(state);
        if (end === undefined) continue;
        const tip = await tipAt(state, end);
        const settled = missing.settleBehind(state.logId, end);
        await store.commit([
          { type: 'cut-log', space, log: state.log, tip },
          { type: 'record', scope: space, kind: 'log-heads', key: state.logId, value: undefined },
          { type: 'record', scope: space, kind: RECKONED, key: state.logId, value: undefined },
          ...settled,
        ]);
        missing.committed(settled);
        state.heads = [];
        frontier.move(state, tip, { sequence: tip.sequence, id: tip.id });
        dependencies.cut(state);
      }
    },
  };
};
