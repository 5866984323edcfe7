/** [A3] The second tier: a linear classifier over hashed features, one probability for each label. */
import { readFileSync } from 'node:fs';
import { MODERATION_LABELS, type ModerationLabel, type ModerationScores } from '@plexi/protocol';
import { builtInLexicon } from '../lexicon/built-in.ts';
import { findWords, type WordHit } from '../lexicon/lexicon.ts';
import { PACKAGE_FOLDER } from '../package-folder.ts';
import { normalise } from '../text/normalise.ts';
import { signKind, WORD } from '../text/sign-kind.ts';
import { eachWindow, GROUPS } from './features.ts';
import { decodeModel, LABELS, type Model } from './model.ts';

const FILE = new URL('models/moderation/weights.bin', PACKAGE_FOLDER);

let model: Model | undefined;
const loaded = (): Model => (model ??= decodeModel(readFileSync(FILE)));

export interface LearnedScores {
  readonly scores: ModerationScores;
  /** The parts of the text that speak most for a label: units `from` to before `to`. */
  reasons(label: ModerationLabel): { from: number; to: number }[];
}

const REASONS = 3;
/** More units than a text has: a stretch of it is one number. */
const SPAN = 2 ** 20;

const probability = (sum: number, slope: number, offset: number): number =>
  1 / (1 + Math.exp(-(slope * sum + offset)));

/** Each window's sums by label; a group's sum is divided by the root of its features. */
const windowSums = (
  { weights, units, biases }: Model,
  text: string,
  hits: readonly WordHit[],
): Float64Array[] => {
  const windows: Float64Array[] = [];
  let sums = new Int32Array(GROUPS * LABELS);
  let counts = new Float64Array(GROUPS);
  const finish = (): void => {
    const total = new Float64Array(LABELS);
    for (let label = 0; label < LABELS; label++) {
      let sum = 0;
      for (let group = 0; group < GROUPS; group++)
        sum += (sums[group * LABELS + label] ?? 0) / Math.sqrt(Math.max(1, counts[group] ?? 0));
      total[label] = sum * (units[label] ?? 0) + (biases[label] ?? 0);
    }
    windows.push(total);
  };
  let isOpen = false;
  eachWindow(
    text,
    hits,
    () => {
      if (isOpen) finish();
      isOpen = true;
      sums = new Int32Array(GROUPS * LABELS);
      counts = new Float64Array(GROUPS);
    },
    (bucket, group) => {
      counts[group] = (counts[group] ?? 0) + 1;
      const at = bucket * LABELS;
      const into = group * LABELS;
      for (let label = 0; label < LABELS; label++)
        sums[into + label] = (sums[into + label] ?? 0) + (weights[at + label] ?? 0);
    },
  );
  finish();
  return windows;
};

/** By what each stretch of the text adds to the label. */
const reasonsFor = (
  { weights }: Model,
  text: string,
  hits: readonly WordHit[],
  label: number,
): { from: number; to: number }[] => {
  const worth = new Map<number, number>();
  eachWindow(
    text,
    hits,
    () => undefined,
    (bucket, _, from, to) => {
      // A single letter says nothing to whoever reads it; a single sign of other scripts is a word.
      if (to <= from || (to - from === 1 && signKind(text.charCodeAt(from)) === WORD)) return;
      const span = from * SPAN + to;
      worth.set(span, (worth.get(span) ?? 0) + (weights[bucket * LABELS + label] ?? 0));
    },
  );
  const chosen: { from: number; to: number }[] = [];
  for (const [span, sum] of [...worth].sort((a, b) => b[1] - a[1] || a[0] - b[0])) {
    if (sum <= 0 || chosen.length === REASONS) break;
    const [from, to] = [Math.floor(span / SPAN), span % SPAN];
    if (!chosen.some((one) => one.from < to && from < one.to)) chosen.push({ from, to });
  }
  return chosen;
};

/** Each label's sum before it is made a probability, the most of any window. */
export const sumsByLabel = (text: string, using: Model): number[] => {
  const normal = normalise(text).text;
  const windows = windowSums(using, normal, findWords(builtInLexicon(), normal));
  return MODERATION_LABELS.map((_, label) => Math.max(...windows.map((sums) => sums[label] ?? 0)));
};

/** `hits`: the words that the lists find in the normalised text. */
export const scoreText = (text: string, hits: readonly WordHit[], using: Model = loaded()): LearnedScores => {
  const windows = windowSums(using, text, hits);
  const scores = Object.fromEntries(
    MODERATION_LABELS.map((label, i) => [
      label,
      Math.max(
        ...windows.map((sums) => probability(sums[i] ?? 0, using.slopes[i] ?? 1, using.offsets[i] ?? 0)),
      ),
    ]),
  ) as Record<ModerationLabel, number>;
  return { scores, reasons: (label) => reasonsFor(using, text, hits, MODERATION_LABELS.indexOf(label)) };
};
