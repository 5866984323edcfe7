/** How much each of many senders may do: a burst at once, then a steady rate. What goes beyond it is simply not done [L6]. */
export interface Allowance {
  /** Takes one from what `who` has left; false where nothing is. */
  take(who: string): boolean;
  /** Forgets all but these. */
  keep(who: (name: string) => boolean): void;
}

export const createAllowance = (rate: { burst: number; perMs: number }, now: () => number): Allowance => {
  const left = new Map<string, { tokens: number; at: number }>();
  return {
    take: (who) => {
      const nowMs = now();
      const known = left.get(who) ?? { tokens: rate.burst, at: nowMs };
      const gained = Math.max(0, nowMs - known.at) * rate.perMs;
      const tokens = Math.min(rate.burst, known.tokens + gained);
      const granted = tokens >= 1;
      left.set(who, { tokens: granted ? tokens - 1 : tokens, at: nowMs });
      return granted;
    },
    keep: (isKept) => {
      for (const name of left.keys()) if (!isKept(name)) left.delete(name);
    },
  };
};
