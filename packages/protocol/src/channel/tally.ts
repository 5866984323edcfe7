/**
 * [A1] What an AI node tells the admins of a space of what it inferred in private: that it did, in which hour, and how much of its
 * model it took. Neither who asked, nor a word, nor a size that tells of one: numbers are rounded up as bodies are padded.
 */
import { z } from 'zod';
import { boundedBytes, idField, msField } from '../fields.ts';
import { LIMITS } from '../limits.ts';
import { boundedText } from './post.ts';

export const TALLY_HOUR_MS = 3600_000;

const powerOfTwo = (value: number): number => (value <= 1 ? value : 2 ** Math.ceil(Math.log2(value)));

const rounded = z
  .int()
  .min(0)
  .refine((value) => powerOfTwo(value) === value);

const tallied = z.strictObject({
  hour: msField.refine((ms) => ms % TALLY_HOUR_MS === 0),
  model: boundedText(LIMITS.modelNameBytes).min(1),
  promptTokens: rounded,
  answerTokens: rounded,
  ms: rounded,
});

/** One inference, as those hear of it who may not know more. */
export type Tallied = z.output<typeof tallied>;

export const tallyLetterShape = z.strictObject({
  version: z.literal(1),
  type: z.literal('tally'),
  /** Told twice, it is one. */
  tally: idField(),
  inferences: z.array(tallied).min(1).max(LIMITS.talliedInferences),
  padding: boundedBytes(LIMITS.mailBytes).optional(),
});
export type TallyLetter = Omit<z.output<typeof tallyLetterShape>, 'version' | 'padding'>;

/** Rounds an inference. `at`: milliseconds since 1970. */
export const tallyOf = (inference: Omit<Tallied, 'hour'> & { at: number }): Tallied => ({
  hour: Math.floor(inference.at / TALLY_HOUR_MS) * TALLY_HOUR_MS,
  model: inference.model,
  promptTokens: powerOfTwo(inference.promptTokens),
  answerTokens: powerOfTwo(inference.answerTokens),
  ms: powerOfTwo(inference.ms),
});
