/**
 * [N4] Relays that are said to have signed for more of a log than they show us. Where it does not come from there in a while, whoever
 * said so is asked for the receipt.
 */
import {
  type Claim,
  cutoffOf,
  type DeviceId,
  LIMITS,
  type LogId,
  type PassedReceipt,
  type Session,
  type WitnessWord,
} from '@plexi/protocol';
import type { Replica } from '../replica/replica.ts';
import type { ReceiptBook } from '../sync/receipt-book.ts';
import { keepWithin } from './keep-within.ts';

export interface Doubts {
  /** A device said what a relay signed to it; false where there is nothing to doubt. */
  raise(from: DeviceId, relay: DeviceId, claim: Claim): boolean;
  /** Whether a receipt for the log may settle one. */
  isAbout(log: PassedReceipt['log']): boolean;
  /** What to ask now, if anything. */
  word: () => WitnessWord | undefined;
  /** When to look again, by `performance.now`. */
  due(): number;
}

export interface DoubtsDependencies {
  replica: Replica;
  receipts: ReceiptBook;
  self: DeviceId;
  sessions: () => Session[];
  /** What a relay signed for may take so long to come from there, milliseconds. */
  comingMs: number;
}

interface Doubt extends Claim {
  relay: DeviceId;
  /** Who said so. */
  from: DeviceId;
  /** When to ask them. */
  due: number;
  asked: number;
}

/** How much longer it may take where all is here. */
const COMPARED = 3;
/** Who said something is asked for it so often. */
const ASKED = 3;

export const createDoubts = (dependencies: DoubtsDependencies): Doubts => {
  const { replica, receipts, self, sessions, comingMs } = dependencies;
  const { frontier } = replica;
  const doubts = new Map<string, Doubt>();
  const now = (): number => performance.now();
  const keyOf = (relay: DeviceId, logId: LogId): string => `${relay}/${logId}`;

  const isSignedHere = (relay: DeviceId, { logId, sequence }: Claim): boolean =>
    receipts.of(logId).some(({ receipt }) => receipt.holder === relay && receipt.sequence >= sequence) ||
    receipts.isWithdrawn({ holder: relay, logId, sequence });

  /** Whether a relay shows us less than it is said to have signed for; of one that is not here, whether we lack it. */
  const isOpen = (relay: DeviceId, claim: Claim): boolean => {
    const governance = replica.governance();
    const state = frontier.byId(claim.logId);
    if (governance?.state.relays[relay] === undefined || isSignedHere(relay, claim)) return false;
    if (state === undefined) return true;
    if (state.log.device === self || replica.isForked(state)) return false;
    const session = sessions().find((each) => each.device === relay && each.isLive());
    const shown = session?.has(state.log) ?? state.tip.sequence;
    return shown < Math.min(claim.sequence, cutoffOf(governance, state.log) ?? Infinity);
  };

  return {
    raise: (from, relay, claim) => {
      if (!isOpen(relay, claim)) return false;
      const key = keyOf(relay, claim.logId);
      // That a relay has by now what it was told to be here, it says when both compare again.
      const isHere = (frontier.byId(claim.logId)?.tip.sequence ?? 0) >= claim.sequence;
      const due = doubts.get(key)?.due ?? now() + comingMs * (isHere ? COMPARED : 1);
      keepWithin(doubts, key, { ...claim, relay, from, due, asked: 0 });
      return true;
    },
    isAbout: (log) => {
      const state = frontier.get(log);
      return [...doubts.values()].some(({ logId }) => frontier.byId(logId) === state);
    },
    word: () => {
      for (const [key, doubt] of doubts)
        if (doubt.asked >= ASKED || !isOpen(doubt.relay, doubt)) doubts.delete(key);
      const first = [...doubts.values()].find(({ due }) => due <= now());
      if (first === undefined) return undefined;
      const { from, relay } = first;
      const some = [...doubts.values()]
        .filter((it) => it.from === from && it.relay === relay && it.due <= now())
        .slice(0, LIMITS.witnessClaims);
      for (const doubt of some) Object.assign(doubt, { due: now() + comingMs, asked: doubt.asked + 1 });
      return { kind: 'ask', of: from, relay, claims: some };
    },
    due: () => Math.min(Infinity, ...[...doubts.values()].map(({ due }) => due)),
  };
};
