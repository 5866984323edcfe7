/**
 * [C1] [G4] Whether somebody in charge wrote a drop order: by the rank behind its entry, which is the same at every relay and client. They
 * have to be in charge still when the time comes [L4]: what a hostile one orders to be destroyed is stopped by taking their rank.
 */
import {
  type EntryId,
  type Frontier,
  type Governance,
  isInCharge,
  isKnown,
  type LogId,
  type LogState,
  rankBehind,
} from '@plexi/protocol';
import type { WaitingOrder } from './drop-records.ts';

interface DropRankDependencies {
  governance: () => Governance | undefined;
  frontier: Frontier;
  headsAt: (state: LogState, sequence: number) => Promise<EntryId[]>;
}

/** An order's entry, and the governance that its author knew. */
interface Cited {
  logId: LogId;
  sequence: number;
  heads: readonly EntryId[];
}

export interface DropRank {
  /** `undefined` while what its author knew is not here. */
  isBacked(cited: Cited): boolean | undefined;
  /** Of an order that waited, and whose time has come. */
  isBackedNow(order: WaitingOrder): Promise<boolean | undefined>;
}

export const createDropRank = ({ governance, frontier, headsAt }: DropRankDependencies): DropRank => {
  const isBacked = ({ logId, sequence, heads }: Cited): boolean | undefined => {
    const known = governance();
    const log = frontier.byId(logId)?.log;
    if (known === undefined || log === undefined || !isKnown(known, heads)) return undefined;
    return isInCharge(rankBehind(known, { log, sequence, heads }));
  };
  return {
    isBacked,
    isBackedNow: async ({ by, at }) => {
      const isStill = isInCharge(governance()?.state.members[by]?.role);
      // An earlier version did not note where it stands.
      if (at === undefined || !isStill) return isStill;
      const state = frontier.byId(at.logId);
      if (state !== undefined && at.sequence > state.visible.sequence) return false;
      return state && isBacked({ ...at, heads: await headsAt(state, at.sequence) });
    },
  };
};
