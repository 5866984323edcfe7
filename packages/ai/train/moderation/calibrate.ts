/** Platt scaling: the slope and offset that make a label's sums into probabilities, by Newton's method on examples not learnt from. */

const ROUNDS = 40;
const RIDGE = 1e-3;

/** `pairs`: a sum, and whether the label holds. */
export const fitPlatt = (
  pairs: readonly { sum: number; truth: number }[],
): { slope: number; offset: number } => {
  const positives = pairs.filter(({ truth }) => truth === 1).length;
  // With few of a kind nothing is certain (Platt's targets).
  const high = (positives + 1) / (positives + 2);
  const low = 1 / (pairs.length - positives + 2);
  let slope = 1;
  let offset = 0;
  for (let round = 0; round < ROUNDS; round++) {
    let g0 = RIDGE * (slope - 1);
    let g1 = 0;
    let h00 = RIDGE;
    let h01 = 0;
    let h11 = RIDGE;
    for (const { sum, truth } of pairs) {
      const p = 1 / (1 + Math.exp(-(slope * sum + offset)));
      const error = p - (truth === 1 ? high : low);
      const spread = Math.max(p * (1 - p), 1e-9);
      g0 += error * sum;
      g1 += error;
      h00 += spread * sum * sum;
      h01 += spread * sum;
      h11 += spread;
    }
    const determinant = h00 * h11 - h01 * h01;
    slope -= (g0 * h11 - g1 * h01) / determinant;
    offset -= (g1 * h00 - g0 * h01) / determinant;
  }
  return { slope: Math.fround(slope), offset: Math.fround(offset) };
};
