import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addMark,
  decodeSketch,
  differenceOf,
  emptySketch,
  encodeSketch,
  MARK_BYTES,
  markDigits,
  SKETCH_CELLS,
} from '../src/index.ts';

const SKETCH_BYTES = encodeSketch(emptySketch(48)).length;

const markOf = (name: string): Uint8Array =>
  new Uint8Array(createHash('sha256').update(name).digest()).subarray(0, MARK_BYTES);
const digitsOf = (names: readonly string[]): string[] => names.map((name) => markDigits(markOf(name))).sort();

const sketchOf = (names: readonly string[], cells: number) => {
  const sketch = emptySketch(cells);
  for (const name of names) addMark(sketch, markOf(name));
  return sketch;
};

const names = (prefix: string, count: number): string[] =>
  Array.from({ length: count }, (_, i) => `${prefix} ${i}`);

describe('[N2] a sketch', () => {
  test.each([
    [48, 10],
    [1024, 350],
  ] as const)('of %i cells tells what %i changes made of ten thousand logs', (cells, changed) => {
    let told = 0;
    for (let seed = 0; seed < 50; seed++) {
      const same = names(`same ${seed}`, seed === 0 ? 10_000 - changed : 100);
      const [before, after] = [names(`old ${seed}`, changed), names(`new ${seed}`, changed)];
      const found = differenceOf(
        sketchOf([...same, ...after], cells),
        decodeSketch(encodeSketch(sketchOf([...same, ...before], cells))),
      );
      if (found === undefined) continue;
      told++;
      expect(found.ours.sort()).toEqual(digitsOf(after));
      expect(found.theirs.sort()).toEqual(digitsOf(before));
    }
    // The rest fall back to whole frontiers.
    expect(told).toBeGreaterThanOrEqual(48);
  });

  test('says nothing rather than something wrong where sets differ by too much', () => {
    for (const cells of SKETCH_CELLS) {
      const found = differenceOf(
        sketchOf(names('a', cells * 2), cells),
        sketchOf(names('b', cells * 2), cells),
      );
      expect(found).toBeUndefined();
    }
  });

  test('of equal sets has no difference, whatever the order', () => {
    const all = names('log', 300);
    expect(differenceOf(sketchOf(all, 48), sketchOf([...all].reverse(), 48))).toEqual({
      ours: [],
      theirs: [],
    });
  });

  test('that somebody forged ends, and names no more than it has cells', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: SKETCH_BYTES, maxLength: SKETCH_BYTES }), (bytes) => {
        const found = differenceOf(sketchOf(['one'], 48), decodeSketch(bytes));
        return found === undefined || found.ours.length + found.theirs.length <= 48;
      }),
      { numRuns: 200 },
    );
    // A cell that holds a mark of which the other cells know nothing takes it out and brings it back.
    const forged = sketchOf(['one'], 48);
    const [cell] = [...forged.counts.keys()].filter((at) => forged.counts[at] === 1);
    forged.counts.fill(0);
    forged.counts[cell as number] = 1;
    expect(differenceOf(forged, emptySketch(48))).toBeUndefined();
  });

  test('of another size than the two is refused', () => {
    const invalid = expect.objectContaining({ code: 'FRAME_INVALID' });
    expect(() => decodeSketch(new Uint8Array(SKETCH_BYTES - 1))).toThrow(invalid);
    expect(() => decodeSketch(new Uint8Array(0))).toThrow(invalid);
  });
});
