/** How much one key may ask: a bucket that fills with time. Pure: the clock is handed in. */

export interface RateLimit {
  /** Takes one; gives the milliseconds to wait where there is none left. */
  take(who: string, nowMs: number): number;
}

export const createRateLimit = (burst: number, perMinute: number): RateLimit => {
  // What is in a bucket is counted as the time that it took to fill.
  const cost = 60_000 / perMinute;
  const buckets = new Map<string, { filled: number; at: number }>();
  return {
    take: (who, nowMs) => {
      const { filled, at } = buckets.get(who) ?? { filled: burst * cost, at: nowMs };
      const now = Math.min(burst * cost, filled + Math.max(0, nowMs - at));
      const enough = now >= cost;
      buckets.set(who, { filled: enough ? now - cost : now, at: nowMs });
      return enough ? 0 : Math.ceil(cost - now);
    },
  };
};
