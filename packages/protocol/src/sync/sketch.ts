/**
 * A sketch of a set of marks: from the sketches of two sets come the marks that only one of them has, as long as they are few,
 * however large the sets are. An invertible Bloom lookup table (Eppstein, Goodrich, Uyeda, Varghese: "What's the Difference?
 * Efficient Set Reconciliation without Prior Context", SIGCOMM 2011). It is a shortcut, not a proof: what it doesn't tell, or
 * tells wrongly, whole frontiers do.
 */
import { plexiError } from '../errors.ts';

/** Bytes of a mark that go into a sketch: too many to find two of the same. */
export const MARK_BYTES = 16;
/** Cells of a sketch: the small one tells apart sets that differ by about 25 marks, the large one by about 700. */
export const SKETCH_CELLS = [48, 1024] as const;
const PLACES = 4;
const WORDS = MARK_BYTES / 4;
/** Count 2, exclusive or of the marks, and of their checks 4. */
const CELL_BYTES = 2 + MARK_BYTES + 4;

/** How often a mark is in each cell, and the exclusive or of all marks in it, word by word, and of their checks. */
export interface Sketch {
  counts: Int16Array;
  words: Uint32Array;
  checks: Uint32Array;
}

/** What only one of two sets has: marks as hexadecimal digits. */
export interface SketchDifference {
  ours: string[];
  theirs: string[];
}

export const emptySketch = (cells: number): Sketch => ({
  counts: new Int16Array(cells),
  words: new Uint32Array(cells * WORDS),
  checks: new Uint32Array(cells),
});

/** The finalizer of MurmurHash3: spreads marks, which are hashes already, over cells in several ways. */
const mix = (words: readonly number[], seed: number): number => {
  let hash = seed;
  for (const word of words) {
    hash = Math.imul(hash ^ word, 0x85ebca6b);
    hash ^= hash >>> 13;
    hash = Math.imul(hash, 0xc2b2ae35);
    hash ^= hash >>> 16;
  }
  return hash >>> 0;
};

/** A place in each quarter of the cells. */
const placesOf = (words: readonly number[], cells: number): number[] => {
  const quarter = cells / PLACES;
  return Array.from({ length: PLACES }, (_, i) => i * quarter + (mix(words, i + 1) % quarter));
};

const CHECK_SEED = 0x5bd1e995;

const toggle = (sketch: Sketch, words: readonly number[], by: 1 | -1): void => {
  const check = mix(words, CHECK_SEED);
  for (const place of placesOf(words, sketch.counts.length)) {
    sketch.counts[place] = (sketch.counts[place] as number) + by;
    sketch.checks[place] = (sketch.checks[place] as number) ^ check;
    for (const [i, word] of words.entries())
      sketch.words[place * WORDS + i] = (sketch.words[place * WORDS + i] as number) ^ word;
  }
};

const wordsOf = (mark: Uint8Array): number[] => {
  const view = new DataView(mark.buffer, mark.byteOffset, MARK_BYTES);
  return Array.from({ length: WORDS }, (_, i) => view.getUint32(i * 4));
};

/** Puts a mark into a sketch: the first bytes of a hash. */
export const addMark = (sketch: Sketch, mark: Uint8Array): void => toggle(sketch, wordsOf(mark), 1);

/** Takes one out again. */
export const removeMark = (sketch: Sketch, mark: Uint8Array): void => toggle(sketch, wordsOf(mark), -1);

/** A mark as it stands in a difference. */
export const markDigits = (mark: Uint8Array): string =>
  wordsOf(mark)
    .map((word) => word.toString(16).padStart(8, '0'))
    .join('');

/** What tells two sets apart; undefined where it is too much for their sketches, which must be of one size. */
export const differenceOf = (ours: Sketch, theirs: Sketch): SketchDifference | undefined => {
  const cells = ours.counts.length;
  const left = emptySketch(cells);
  for (let i = 0; i < cells; i++) {
    left.counts[i] = (ours.counts[i] as number) - (theirs.counts[i] as number);
    left.checks[i] = (ours.checks[i] as number) ^ (theirs.checks[i] as number);
  }
  for (let i = 0; i < left.words.length; i++)
    left.words[i] = (ours.words[i] as number) ^ (theirs.words[i] as number);
  const found: SketchDifference = { ours: [], theirs: [] };
  /** The mark of a cell that holds one alone. */
  const alone = (cell: number): number[] | undefined => {
    if (Math.abs(left.counts[cell] as number) !== 1) return undefined;
    const words = [...left.words.subarray(cell * WORDS, (cell + 1) * WORDS)];
    const isOne = mix(words, CHECK_SEED) === left.checks[cell] && placesOf(words, cells).includes(cell);
    return isOne ? words : undefined;
  };
  const waiting = Array.from({ length: cells }, (_, i) => i);
  for (let cell = waiting.pop(); cell !== undefined; cell = waiting.pop()) {
    const words = alone(cell);
    if (words === undefined) continue;
    // Forged sketches could go round in circles: no set of them holds more than it has cells.
    if (found.ours.length + found.theirs.length >= cells) return undefined;
    const isOurs = left.counts[cell] === 1;
    const digits = words.map((word) => word.toString(16).padStart(8, '0')).join('');
    (isOurs ? found.ours : found.theirs).push(digits);
    toggle(left, words, isOurs ? -1 : 1);
    waiting.push(...placesOf(words, cells));
  }
  const isWhole = left.counts.every((count) => count === 0) && left.checks.every((check) => check === 0);
  return isWhole ? found : undefined;
};

export const encodeSketch = (sketch: Sketch): Uint8Array => {
  const cells = sketch.counts.length;
  const bytes = new Uint8Array(cells * CELL_BYTES);
  const view = new DataView(bytes.buffer);
  for (let cell = 0; cell < cells; cell++) {
    const at = cell * CELL_BYTES;
    view.setInt16(at, sketch.counts[cell] as number);
    for (let i = 0; i < WORDS; i++) view.setUint32(at + 2 + i * 4, sketch.words[cell * WORDS + i] as number);
    view.setUint32(at + 2 + MARK_BYTES, sketch.checks[cell] as number);
  }
  return bytes;
};

/** Throws FRAME_INVALID where it is no sketch of a size in `SKETCH_CELLS`. */
export const decodeSketch = (bytes: Uint8Array): Sketch => {
  const cells = SKETCH_CELLS.find((size) => size * CELL_BYTES === bytes.length);
  if (cells === undefined) throw plexiError('FRAME_INVALID', { detail: 'sketch' });
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const sketch = emptySketch(cells);
  for (let cell = 0; cell < cells; cell++) {
    const at = cell * CELL_BYTES;
    sketch.counts[cell] = view.getInt16(at);
    for (let i = 0; i < WORDS; i++) sketch.words[cell * WORDS + i] = view.getUint32(at + 2 + i * 4);
    sketch.checks[cell] = view.getUint32(at + 2 + MARK_BYTES);
  }
  return sketch;
};
