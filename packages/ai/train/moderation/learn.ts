/** Logistic regression for each label over hashed features, by stochastic gradient descent (AdaGrad). */
import { MODERATION_LABELS } from '@plexi/protocol';
import { BUCKETS, eachWindow, GROUP_PIECES, GROUPS } from '../../src/moderation/classifier/features.ts';
import { LABELS, type Model } from '../../src/moderation/classifier/model.ts';
import { builtInLexicon } from '../../src/moderation/lexicon/built-in.ts';
import { findWords } from '../../src/moderation/lexicon/lexicon.ts';
import { normalise } from '../../src/moderation/text/normalise.ts';
import type { Example } from './example.ts';
import { randomFrom, shuffle } from './random.ts';

const SEED = 7;
const EPOCHS = 6;
const RATE = 0.12;
const DECAY = 2e-6;
/**
 * How often an example's words and pieces are put aside, so that which sections it touches must do: that is what carries
 * over to languages without labelled messages.
 */
const WORDS_ASIDE = 0.3;
const GROUP_SHIFT = 20;
const GROUP_MASK = (1 << GROUP_SHIFT) - 1;
const SMALL = 1e-3;
const START = 1e-8;
/** Weights beyond this share of all are cut to it, so that a byte is fine enough for the others. */
const CUT_AT = 0.9999;
const MOST = 127;

/** Features of a text's first window: bucket and group in one number. */
const featuresOf = (text: string): Int32Array => {
  const normal = normalise(text).text;
  const features: number[] = [];
  let windows = 0;
  eachWindow(
    normal,
    findWords(builtInLexicon(), normal),
    () => {
      windows += 1;
    },
    (bucket, group) => {
      if (windows === 1) features.push(bucket | (group << GROUP_SHIFT));
    },
  );
  return Int32Array.from(features);
};

interface Weights {
  values: Float32Array;
  biases: Float64Array;
}

/** Each label's sum; groups below `from` are put aside. */
const sumsOf = ({ values, biases }: Weights, features: Int32Array, scales: Float64Array): Float64Array => {
  const sums = Float64Array.from(biases);
  for (const feature of features) {
    const scale = scales[feature >> GROUP_SHIFT] ?? 0;
    if (scale === 0) continue;
    const at = (feature & GROUP_MASK) * LABELS;
    for (let label = 0; label < LABELS; label++)
      sums[label] = (sums[label] ?? 0) + scale * (values[at + label] ?? 0);
  }
  return sums;
};

const scalesOf = (features: Int32Array, areWordsAside: boolean): Float64Array => {
  const counts = new Float64Array(GROUPS);
  for (const feature of features) counts[feature >> GROUP_SHIFT] = (counts[feature >> GROUP_SHIFT] ?? 0) + 1;
  return counts.map((count, group) =>
    count === 0 || (areWordsAside && group <= GROUP_PIECES) ? 0 : 1 / Math.sqrt(count),
  );
};

const probability = (sum: number): number => 1 / (1 + Math.exp(-sum));

const quantise = ({ values, biases }: Weights): Pick<Model, 'weights' | 'units' | 'biases'> => {
  const weights = new Int8Array(values.length);
  const units = MODERATION_LABELS.map((_, label) => {
    const sizes: number[] = [];
    for (let at = label; at < values.length; at += LABELS) {
      const size = Math.abs(values[at] ?? 0);
      if (size > 0) sizes.push(size);
    }
    sizes.sort((a, b) => a - b);
    const unit = Math.fround((sizes[Math.floor(sizes.length * CUT_AT)] ?? 1) / MOST);
    for (let at = label; at < values.length; at += LABELS)
      weights[at] = Math.max(-MOST, Math.min(MOST, Math.round((values[at] ?? 0) / unit)));
    return unit;
  });
  return { weights, units, biases: Array.from(biases, Math.fround) };
};

export const learn = (
  examples: readonly Example[],
  say: (line: string) => void,
): Pick<Model, 'weights' | 'units' | 'biases'> => {
  const random = randomFrom(SEED);
  const items = examples.map((example) => ({ example, features: featuresOf(example.text) }));
  const values = new Float32Array(BUCKETS * LABELS);
  const squares = new Float32Array(BUCKETS * LABELS).fill(START);
  const biases = new Float64Array(LABELS);
  const biasSquares = new Float64Array(LABELS).fill(1);
  for (let epoch = 1; epoch <= EPOCHS; epoch++) {
    shuffle(items, random);
    let loss = 0;
    for (const { example, features } of items) {
      const scales = scalesOf(features, random() < WORDS_ASIDE);
      const sums = sumsOf({ values, biases }, features, scales);
      const slopes = MODERATION_LABELS.map((name, label) => {
        const truth = example.truth[name];
        if (truth < 0) return 0;
        const p = probability(sums[label] ?? 0);
        loss -= Math.log(Math.max(1e-9, truth === 1 ? p : 1 - p));
        const slope = (p - truth) * example.weight;
        return Math.abs(slope) < SMALL ? 0 : slope;
      });
      for (let label = 0; label < LABELS; label++) {
        const slope = slopes[label] ?? 0;
        if (slope === 0) continue;
        biasSquares[label] = (biasSquares[label] ?? 0) + slope * slope;
        biases[label] = (biases[label] ?? 0) - (RATE * slope) / Math.sqrt(biasSquares[label] ?? 1);
        for (const feature of features) {
          const scale = scales[feature >> GROUP_SHIFT] ?? 0;
          if (scale === 0) continue;
          const at = (feature & GROUP_MASK) * LABELS + label;
          const gradient = slope * scale + DECAY * (values[at] ?? 0);
          const square = (squares[at] ?? 0) + gradient * gradient;
          squares[at] = square;
          values[at] = (values[at] ?? 0) - (RATE * gradient) / Math.sqrt(square);
        }
      }
    }
    say(`epoch ${epoch}: loss ${(loss / items.length).toFixed(4)}`);
  }
  return quantise({ values, biases });
};
