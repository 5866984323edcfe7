/** Two sequences laid side by side: what stayed, and what became what. */

/** Indices in the one and in the other, both rising. */
type Pair = readonly [before: number, after: number];

/** Differences that are looked for; beyond them the middle counts as wholly different. */
const MOST_DIFFERENCES = 400;
/** Comparisons of one with another in a run that changed; beyond them they are taken in order. */
const MOST_COMPARED = 10_000;

/** https://doi.org/10.1007/BF01840446 (Myers), greedy: the way through the edit graph, furthest point by diagonal. */
const walkEdits = (
  width: number,
  height: number,
  isSame: (x: number, y: number) => boolean,
): Pair[] | undefined => {
  const rounds: Int32Array[] = [];
  const startOf = (furthest: Int32Array | undefined, round: number, diagonal: number): number => {
    if (furthest === undefined) return 0;
    const at = (of: number): number => furthest[of + round - 1] ?? -1;
    const isDown = diagonal === -round || (diagonal !== round && at(diagonal - 1) < at(diagonal + 1));
    return isDown ? at(diagonal + 1) : at(diagonal - 1) + 1;
  };
  const traceBack = (): Pair[] => {
    const pairs: Pair[] = [];
    let [x, y] = [width, height];
    for (let round = rounds.length - 1; round >= 0; round--) {
      const before = rounds[round - 1];
      const diagonal = x - y;
      const start = startOf(before, round, diagonal);
      for (; x > start; x--, y--) pairs.push([x - 1, y - 1]);
      if (before === undefined) break;
      const at = (of: number): number => before[of + round - 1] ?? -1;
      const isDown = diagonal === -round || (diagonal !== round && at(diagonal - 1) < at(diagonal + 1));
      if (isDown) y--;
      else x--;
    }
    return pairs.reverse();
  };
  for (let round = 0; round <= Math.min(width + height, MOST_DIFFERENCES); round++) {
    const furthest = new Int32Array(2 * round + 1).fill(-1);
    for (let diagonal = -round; diagonal <= round; diagonal += 2) {
      let x = startOf(rounds[round - 1], round, diagonal);
      let y = x - diagonal;
      while (x < width && y < height && isSame(x, y)) [x, y] = [x + 1, y + 1];
      furthest[diagonal + round] = x;
      if (x >= width && y >= height) {
        rounds.push(furthest);
        return traceBack();
      }
    }
    rounds.push(furthest);
  }
  return undefined;
};

/** What both have, in order. */
export const matchEqual = <One>(
  before: readonly One[],
  after: readonly One[],
  isEqual: (a: One, b: One) => boolean,
): Pair[] => {
  const shorter = Math.min(before.length, after.length);
  const same = (x: number, y: number): boolean => isEqual(before[x] as One, after[y] as One);
  let start = 0;
  while (start < shorter && same(start, start)) start++;
  let end = 0;
  while (end < shorter - start && same(before.length - 1 - end, after.length - 1 - end)) end++;
  const middle =
    walkEdits(before.length - start - end, after.length - start - end, (x, y) =>
      same(start + x, start + y),
    ) ?? [];
  return [
    ...Array.from({ length: start }, (_, i): Pair => [i, i]),
    ...middle.map(([x, y]): Pair => [start + x, start + y]),
    ...Array.from({ length: end }, (_, i): Pair => [before.length - end + i, after.length - end + i]),
  ];
};

/** Of two runs, what most likely became what: the pairs that are most alike together. Zero and less is not alike. */
export const matchAlike = (
  width: number,
  height: number,
  likeness: (x: number, y: number) => number,
): Pair[] => {
  const pairs: Pair[] = [];
  if (width * height > MOST_COMPARED) {
    for (let i = 0; i < Math.min(width, height); i++) if (likeness(i, i) > 0) pairs.push([i, i]);
    return pairs;
  }
  // By how much is alike from here to the end, both ways.
  const rest = Array.from({ length: width + 1 }, () => new Float64Array(height + 1));
  const alike = Array.from({ length: width }, (_, x) =>
    Float64Array.from({ length: height }, (__, y) => likeness(x, y)),
  );
  const restAt = (x: number, y: number): number => rest[x]?.[y] ?? 0;
  const alikeAt = (x: number, y: number): number => alike[x]?.[y] ?? 0;
  const both = (x: number, y: number): number =>
    alikeAt(x, y) > 0 ? alikeAt(x, y) + restAt(x + 1, y + 1) : 0;
  for (let x = width - 1; x >= 0; x--)
    for (let y = height - 1; y >= 0; y--)
      (rest[x] as Float64Array)[y] = Math.max(both(x, y), restAt(x + 1, y), restAt(x, y + 1));
  for (let [x, y] = [0, 0]; x < width && y < height; ) {
    if (restAt(x, y) === both(x, y) && both(x, y) > 0) {
      pairs.push([x, y]);
      [x, y] = [x + 1, y + 1];
    } else if (restAt(x, y) === restAt(x + 1, y)) x++;
    else y++;
  }
  return pairs;
};
