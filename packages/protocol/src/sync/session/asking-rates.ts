/** How often one side of a session may ask for work [L6]: honest bursts pass, such as a first sync of ten thousand channels. */
import { type Allowance, createAllowance } from '../../allowance.ts';
import { LIMITS } from '../../limits.ts';
import type { SyncFrame } from '../sync-frame.ts';

export interface AskingRates {
  /** Whether one more such frame is within what the other side may ask for. Frames that ask for no work always are. */
  take(kind: SyncFrame['kind']): boolean;
}

export const createAskingRates = (now: () => number): AskingRates => {
  const rate = (burst: number, perSecond: number): Allowance =>
    createAllowance({ burst, perMs: perSecond / 1_000 }, now);
  const rates = new Map<SyncFrame['kind'], Allowance>([
    ['want', rate(LIMITS.wantBurst, LIMITS.wantsPerSecond)],
    ['want-bodies', rate(LIMITS.wantBurst, LIMITS.wantsPerSecond)],
    ['fetch', rate(LIMITS.fetchBurst, LIMITS.fetchesPerSecond)],
    ['sketch', rate(LIMITS.sketchBurst, LIMITS.sketchesPerMinute / 60)],
    ['ask-holding', rate(LIMITS.holdingBurst, LIMITS.holdingQuestionsPerSecond)],
    ['ask-digest', rate(LIMITS.digestBurst, LIMITS.digestsPerSecond)],
  ]);
  return { take: (kind) => rates.get(kind)?.take(kind) ?? true };
};
