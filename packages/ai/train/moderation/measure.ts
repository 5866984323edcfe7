/** How good scores are: macro-F1, the area under the ROC curve, and how far probabilities are from what happens. */

export interface Scored {
  readonly score: number;
  readonly truth: boolean;
}

const f1 = (hits: number, misses: number, wrong: number): number =>
  hits === 0 ? 0 : (2 * hits) / (2 * hits + misses + wrong);

/** The mean of F1 for the label and F1 for its absence. */
export const macroF1 = (items: readonly Scored[], threshold: number): number => {
  const count = (is: boolean, truth: boolean): number =>
    items.filter((item) => item.score >= threshold === is && item.truth === truth).length;
  const [tp, fp, fn, tn] = [count(true, true), count(true, false), count(false, true), count(false, false)];
  return (f1(tp, fn, fp) + f1(tn, fp, fn)) / 2;
};

/** By ranks; ties count half. */
export const areaUnderCurve = (items: readonly Scored[]): number => {
  const sorted = items.toSorted((a, b) => a.score - b.score);
  const positives = sorted.filter(({ truth }) => truth).length;
  let ranks = 0;
  for (let first = 0; first < sorted.length; ) {
    let after = first;
    while (after < sorted.length && sorted[after]?.score === sorted[first]?.score) after += 1;
    const rank = (first + 1 + after) / 2;
    for (let i = first; i < after; i++) if (sorted[i]?.truth === true) ranks += rank;
    first = after;
  }
  return (ranks - (positives * (positives + 1)) / 2) / (positives * (sorted.length - positives));
};

const BINS = 10;

/** Expected calibration error: the mean gap between what was said and what was so, over tenths. */
export const calibrationError = (items: readonly Scored[]): number => {
  let error = 0;
  for (let bin = 0; bin < BINS; bin++) {
    const within = items.filter(({ score }) => Math.min(BINS - 1, Math.floor(score * BINS)) === bin);
    const said = within.reduce((sum, { score }) => sum + score, 0);
    const so = within.filter(({ truth }) => truth).length;
    error += Math.abs(said - so);
  }
  return error / Math.max(1, items.length);
};
