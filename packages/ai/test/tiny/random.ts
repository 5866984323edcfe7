/** Numbers that look random and are the same in every run: mulberry32. */
export const seededRandom = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

/** So many numbers from -scale to scale. */
export const randomValues = (random: () => number, count: number, scale: number): Float32Array =>
  Float32Array.from({ length: count }, () => (random() * 2 - 1) * scale);
