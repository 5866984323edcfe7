/** Randomness of a run: streams that follow from a seed and their names alone, so that one more draw here moves nothing there. */
import { createHash } from 'node:crypto';

export interface Random {
  /** In [0, 1). */
  unit(): number;
  /** A whole number in [0, `bound`). */
  below(bound: number): number;
  /** In [`low`, `high`). */
  between(low: number, high: number): number;
  chance(probability: number): boolean;
  pick<Item>(items: readonly Item[]): Item;
  bytes(into: Uint8Array): Uint8Array;
  /** Another stream, of that name. */
  stream(name: string): Random;
}

const WORD = 2 ** 32;

/** sfc32 (PractRand's small fast counting generator), seeded by SHA-256. */
export const createRandom = (seed: string): Random => {
  const digest = createHash('sha256').update(seed).digest();
  let a = digest.readInt32LE(0);
  let b = digest.readInt32LE(4);
  let c = digest.readInt32LE(8);
  let counter = 1;
  const word = (): number => {
    const result = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + result) | 0;
    return result >>> 0;
  };
  for (let i = 0; i < 12; i++) word();
  const unit = (): number => word() / WORD;
  const below = (bound: number): number => Math.floor(unit() * bound);
  return {
    unit,
    below,
    between: (low, high) => low + unit() * (high - low),
    chance: (probability) => unit() < probability,
    pick: (items) => {
      if (items.length === 0) throw new RangeError('nothing to pick from');
      return items[below(items.length)] as (typeof items)[number];
    },
    bytes: (into) => {
      for (let i = 0; i < into.length; i++) into[i] = word() & 0xff;
      return into;
    },
    stream: (name) => createRandom(`${seed}/${name}`),
  };
};
