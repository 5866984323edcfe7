/**
 * [K7] What stretching a passphrase costs: what the machine does within a time that people bear, and never less than a floor.
 * Memory is what an attacker's hardware lacks, so it grows first (RFC 9106 section 4).
 */
import type { Stretch, StretchCost } from '../primitives/stretch.ts';

/** RFC 9106 section 4, second recommended option: 64 MiB and three passes (it has four lanes; libsodium has one). */
export const FLOOR_COST: StretchCost = { memoryKib: 64 * 1024, passes: 3 };
/** What a file may ask of us, so that a planted one cannot stop the machine. */
export const MOST_COST: StretchCost = { memoryKib: 1024 * 1024, passes: 16 };
/** What we ask for: unlocking must work when other programs fill the memory. */
const MOST_MEMORY_KIB = 256 * 1024;
const MOST_PASSES = 10;
/** What a person waits for, once each time, in milliseconds. */
const BEARABLE_MS = 400;

const workOf = ({ memoryKib, passes }: StretchCost): number => memoryKib * passes;

/** What takes the bearable time where `cost` took `ms`: the time grows with the memory and with the passes. */
const scaleCost = (cost: StretchCost, ms: number): StretchCost => {
  const work = (workOf(cost) / Math.max(ms, 1)) * BEARABLE_MS;
  let { memoryKib } = FLOOR_COST;
  while (memoryKib < MOST_MEMORY_KIB && 2 * memoryKib * FLOOR_COST.passes <= work) memoryKib *= 2;
  const passes = Math.min(MOST_PASSES, Math.max(FLOOR_COST.passes, Math.floor(work / memoryKib)));
  return { memoryKib, passes };
};

/** What to lock with on this machine, measured; `nowMs` is a monotonic clock. */
export const measureCost = (stretch: Stretch, nowMs: () => number): StretchCost => {
  const began = nowMs();
  stretch(new Uint8Array(8), new Uint8Array(16), FLOOR_COST);
  return scaleCost(FLOOR_COST, nowMs() - began);
};

/** What a vault that took `ms` to open at `cost` should be locked with instead; none where that would not double the work. */
export const dearerCost = (cost: StretchCost, ms: number): StretchCost | undefined => {
  const wanted = scaleCost(cost, ms);
  return workOf(wanted) >= 2 * workOf(cost) ? wanted : undefined;
};
