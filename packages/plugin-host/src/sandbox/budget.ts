/** A bucket of so many, filled at so many a second. */
export interface Budget {
  /** Takes `count`, if that is there. */
  take(count?: number): boolean;
  /** Takes `count` even below nothing, for what was spent already. */
  spend(count: number): void;
  /** Milliseconds until there is something again; 0 where there is. */
  waitMs(): number;
}

/** `now` in milliseconds, of a clock that only rises. */
export const createBudget = (burst: number, perSecond: number, now: () => number): Budget => {
  let left = burst;
  let seen = now();
  const fill = (): void => {
    const time = now();
    left = Math.min(burst, left + ((time - seen) * perSecond) / 1000);
    seen = time;
  };
  return {
    take: (count = 1) => {
      fill();
      if (left < count) return false;
      left -= count;
      return true;
    },
    spend: (count) => {
      fill();
      left -= count;
    },
    waitMs: () => {
      fill();
      return left > 0 ? 0 : Math.ceil((-left / perSecond) * 1000) + 1;
    },
  };
};
