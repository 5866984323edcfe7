/** A labelled message, and which part of the data it is of. */
import { hash } from 'node:crypto';
import { MODERATION_LABELS, type ModerationLabel } from '@plexi/protocol';

/** For each label 1, 0, or -1 where the set does not say. */
export type Truth = Readonly<Record<ModerationLabel, -1 | 0 | 1>>;

export type Part = 'training' | 'validation' | 'held out';

export interface Example {
  readonly set: string;
  readonly text: string;
  readonly truth: Truth;
  readonly weight: number;
  readonly part: Part;
  /** A sentence of our own that names a group and says nothing against it. */
  readonly namesGroup?: boolean;
}

export const truthOf = (known: Partial<Record<ModerationLabel, 0 | 1>>, other: -1 | 0 = -1): Truth =>
  Object.fromEntries(MODERATION_LABELS.map((label) => [label, known[label] ?? other])) as Truth;

/** A tenth each is kept for calibration and for measuring, whatever the order of the file: by what is said. */
export const partOf = (key: string): Part => {
  const tenth = Number.parseInt(hash('sha256', key, 'hex').slice(0, 8), 16) % 10;
  if (tenth === 0) return 'held out';
  return tenth === 1 ? 'validation' : 'training';
};
