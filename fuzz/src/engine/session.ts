/** Feeds one target for a while: inputs that reach something new are kept and changed further. */
import type { Target } from '../target.ts';
import { clearRun, comparedInRun, createSeen } from './coverage.ts';
import { type Material, mutate } from './mutate.ts';
import type { Random } from './random.ts';
import type { Watch } from './watch.ts';

export interface Outcome {
  runs: number;
  edges: number;
  /** The inputs that together reach all that was reached, the shortest first. */
  corpus: Uint8Array[];
  /** What took longest. */
  slowest: { bytes: Uint8Array; ms: number }[];
  finding: { bytes: Uint8Array; error: unknown } | undefined;
}

export interface SessionOptions {
  ms: number;
  random: Random;
  watch: Watch;
}

const MOST_COMPARED = 256;
const SLOWEST = 4;

export const fuzzTarget = async (
  target: Target,
  starts: readonly Uint8Array[],
  { ms, random, watch }: SessionOptions,
): Promise<Outcome> => {
  const seen = createSeen();
  const corpus: Uint8Array[] = [];
  const slowest: Outcome['slowest'] = [];
  const compared: Material['compared'][number][] = [];
  let runs = 0;
  const findings: NonNullable<Outcome['finding']>[] = [];

  const run = async (bytes: Uint8Array): Promise<boolean> => {
    watch.begin(bytes);
    clearRun();
    const begun = performance.now();
    try {
      const done = target.run(bytes.slice());
      if (done instanceof Promise) await done;
    } catch (error) {
      if (!target.mayThrow(error)) findings.push({ bytes, error });
    }
    const took = performance.now() - begun;
    runs++;
    if (took > (slowest.at(-1)?.ms ?? 0) || slowest.length < SLOWEST) {
      slowest.push({ bytes, ms: took });
      slowest.sort((one, other) => other.ms - one.ms).splice(SLOWEST);
    }
    return seen.add() > 0;
  };

  const until = performance.now() + ms;
  for (const bytes of starts) {
    if ((await run(bytes)) || corpus.length === 0) corpus.push(bytes);
    if (findings.length > 0) break;
  }
  while (findings.length === 0 && performance.now() < until) {
    // What came last leads on most often.
    const among = random.below(2) === 0 ? corpus.length : Math.min(corpus.length, 16);
    const from = corpus[corpus.length - 1 - random.below(among)] ?? new Uint8Array();
    const bytes = mutate(from, { random, others: corpus, compared });
    const isNew = await run(bytes);
    if (runs % 8 === 0) for (const pair of comparedInRun()) compared[random.below(MOST_COMPARED)] = pair;
    if (isNew) corpus.push(bytes);
  }
  return { runs, edges: seen.edges(), corpus: await shortest(target, corpus), slowest, finding: findings[0] };
};

/** Of `inputs`, those that reach something that no shorter one reaches. */
const shortest = async (target: Target, inputs: readonly Uint8Array[]): Promise<Uint8Array[]> => {
  const seen = createSeen();
  const kept: Uint8Array[] = [];
  for (const bytes of inputs.toSorted((one, other) => one.length - other.length)) {
    clearRun();
    try {
      const done = target.run(bytes.slice());
      if (done instanceof Promise) await done;
    } catch {
      // It was judged when it was run first.
    }
    if (seen.add() > 0) kept.push(bytes);
  }
  return kept;
};
