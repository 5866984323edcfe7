/** What can be asked of a model, and what it answers. The edges (HTTP, a space, the inference process) parse into these. */
import { LIMITS } from '@plexi/protocol';
import { z } from 'zod';

const probability = z.number().min(0).max(1);

const chatMessageShape = z.object({
  role: z.enum(['system', 'user', 'assistant']),
  text: z.string(),
});
export type ChatMessage = z.infer<typeof chatMessageShape>;

export const chatRequestShape = z.object({
  messages: z.array(chatMessageShape).min(1).max(LIMITS.promptMessages),
  /** Tokens of the answer. @default as many as fit, up to LIMITS.answerTokens */
  maxTokens: z.number().int().min(1).optional(),
  /** 0 is the likeliest word always. @default 0.8 */
  temperature: z.number().min(0).max(2).optional(),
  topP: probability.optional(),
  frequencyPenalty: z.number().min(-2).max(2).optional(),
  presencePenalty: z.number().min(-2).max(2).optional(),
  /** The same request with the same seed gets the same answer on the same machine. */
  seed: z.number().int().min(0).max(0xffff_ffff).optional(),
  /** Words at which the answer ends, without them. */
  stop: z.array(z.string().min(1)).max(LIMITS.stopWords).optional(),
  /** The answer is JSON: any, or of a schema (as `readAnswerSchema` gave it). */
  json: z.union([z.literal('any'), z.record(z.string(), z.unknown())]).optional(),
});
export type ChatRequest = z.infer<typeof chatRequestShape>;

export const chatOutcomeShape = z.object({
  /** Whether it came to its end, or to that of the tokens it may have. */
  finish: z.enum(['stop', 'length']),
  promptTokens: z.number().int().min(0),
  answerTokens: z.number().int().min(0),
  /** The oldest messages that were left out, whole, because they did not fit in. */
  droppedMessages: z.number().int().min(0),
});
export type ChatOutcome = z.infer<typeof chatOutcomeShape>;
export type ChatAnswer = ChatOutcome & { text: string };

export const embeddingsShape = z.object({
  vectors: z.array(z.array(z.number())).max(LIMITS.embeddingTexts),
  tokens: z.number().int().min(0),
});
export type Embeddings = z.infer<typeof embeddingsShape>;

/** How a call goes along. */
export interface Call {
  signal?: AbortSignal | undefined;
}
export interface ChatCall extends Call {
  /** The answer as it is written, piece by piece. */
  onText?: ((text: string) => void) | undefined;
}
