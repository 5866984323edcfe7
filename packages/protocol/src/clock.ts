/**
 * Hybrid logical clock (Kulkarni et al., "Logical Physical Clocks", 2014) in one safe integer: milliseconds since 1970
 * times 1024, plus a counter. When the counter runs over it carries into the next millisecond by itself. Good until 2248.
 */
import { LIMITS } from './limits.ts';

declare const brand: unique symbol;
/** Milliseconds times 1024 plus a counter. Orders as a number. */
export type Hlc = number & { readonly [brand]: 'hlc' };

const TICKS_PER_MS = 1024;

export const ZERO_HLC = 0 as Hlc;

/** Wall-clock milliseconds of `hlc`. */
export const hlcToMs = (hlc: Hlc): number => Math.floor(hlc / TICKS_PER_MS);

/** The first clock value of a millisecond. */
export const hlcFromMs = (ms: number): Hlc => (ms * TICKS_PER_MS) as Hlc;

/** The clock of the next event here, after everything in `last` and not before the wall clock. */
export const tickHlc = (last: Hlc, nowMs: number): Hlc => Math.max(last + 1, nowMs * TICKS_PER_MS) as Hlc;

/** [L6] Whether a clock lies further ahead of ours than clocks of honest machines drift; such an entry is held. */
export const isFromTheFuture = (hlc: Hlc, nowMs: number): boolean =>
  hlcToMs(hlc) > nowMs + LIMITS.clockSkewMs;

/** Whether `value` can be a clock at all. */
export const isHlc = (value: number): value is Hlc => Number.isSafeInteger(value) && value >= 0;
