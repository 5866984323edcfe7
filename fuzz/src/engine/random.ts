/** Numbers that a seed decides (xorshift32). */
export interface Random {
  /** A whole number from 0 to below `end`. */
  below(end: number): number;
}

export const createRandom = (seed: number): Random => {
  let state = seed | 1;
  return {
    below: (end) => {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      return (state >>> 0) % Math.max(1, end);
    },
  };
};
