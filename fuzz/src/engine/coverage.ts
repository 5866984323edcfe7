/**
 * What of the code under test was reached. Jazzer.js writes the counters and reports the comparisons into modules that are
 * loaded after `instrument()`; this holds them. docs/decisions/0033 says why its engine is not used as well.
 */
import { register } from 'node:module';

const MOST_EDGES = 1 << 18;
const MOST_COMPARED = 64;

/** One byte an edge: how often it was taken, 255 going over to 1. */
const counters = new Uint8Array(MOST_EDGES);
const words = new Uint32Array(counters.buffer);
let edges = 0;

export type Compared = readonly [seen: number | string, wanted: number | string];
const compared: Compared[] = [];

const compare = (left: unknown, right: unknown): void => {
  if (left === right || compared.length >= MOST_COMPARED) return;
  if (typeof left === 'string' && typeof right === 'string') compared.push([left, right]);
  if (Number.isSafeInteger(left) && Number.isSafeInteger(right))
    compared.push([left as number, right as number]);
};

/** What is instrumented compares values of one type only, where both ways of comparing say the same. */
const COMPARISONS: Record<string, (left: never, right: never) => boolean> = {
  '===': (left, right) => left === right,
  '==': (left, right) => left === right,
  '!==': (left, right) => left !== right,
  '!=': (left, right) => left !== right,
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
};

const trace = (left: never, right: never, operator: string): boolean => {
  compare(left, right);
  const decide = COMPARISONS[operator];
  if (decide === undefined) throw new TypeError(`nobody compares with ${operator}`);
  return decide(left, right);
};

/** From here on, what is loaded from a path with one of `includes` in it counts its edges. */
export const instrument = (includes: readonly string[]): void => {
  Object.assign(globalThis, {
    Fuzzer: {
      coverageTracker: {
        createModuleCounters: (size: number): Uint8Array => {
          edges += size;
          if (edges > MOST_EDGES) throw new RangeError('more edges than there is room for');
          return counters.subarray(edges - size, edges);
        },
      },
      tracer: {
        traceStrCmp: trace,
        traceNumberCmp: trace,
        traceAndReturn: (seen: unknown, wanted: unknown) => {
          compare(seen, wanted);
          return wanted;
        },
      },
    },
    __jazzer_registerSourceMap: () => undefined,
  });
  register('./strip-types.ts', import.meta.url);
  register('@jazzer.js/instrumentor/dist/esm-loader.mjs', import.meta.url, {
    data: { includes, excludes: [], coverage: false, seed: 1 },
  });
};

/** Forgets the last run. */
export const clearRun = (): void => {
  counters.fill(0, 0, edges);
  compared.length = 0;
};

/** What the last run compared and found to differ. */
export const comparedInRun = (): readonly Compared[] => compared;

/** Counts that are told apart, by where each step begins: a loop that goes round once more is news at first, then in steps. */
const STEPS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 13, 16, 24, 32, 64, 128];
const BUCKETS = Uint16Array.from({ length: 256 }, (_, count) =>
  count === 0 ? 0 : 1 << STEPS.findLastIndex((step) => step <= count),
);

export interface Seen {
  /** Adds the last run; how many of its features are new. */
  add(): number;
  /** How many edges were ever taken. */
  edges(): number;
}

export const createSeen = (): Seen => {
  const seen = new Uint16Array(MOST_EDGES);
  let taken = 0;
  return {
    add: () => {
      let fresh = 0;
      for (let word = 0; word * 4 < edges; word++) {
        if (words[word] === 0) continue;
        for (let edge = word * 4; edge < word * 4 + 4; edge++) {
          const bucket = BUCKETS[counters[edge] as number] as number;
          const before = seen[edge] as number;
          if ((bucket & ~before) === 0) continue;
          if (before === 0) taken++;
          seen[edge] = before | bucket;
          fresh++;
        }
      }
      return fresh;
    },
    edges: () => taken,
  };
};
