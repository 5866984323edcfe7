/** What AI nodes say of themselves to each other, and what is known of what they inferred. */
import { LIMITS } from '@plexi/protocol';
import { z } from 'zod';
import { idShape, inferenceShape } from './shapes.ts';

const questionsShape = z.array(idShape).max(LIMITS.answersAtOnce);

export const nodeWordShape = z.object({
  loaded: z.boolean(),
  busy: z.number().int().min(0).max(LIMITS.inferencesWaiting).describe('Inferences that run or wait there'),
  averageMs: z.number().int().min(0).max(LIMITS.inferenceMs).describe('How long one took of late'),
  working: questionsShape.describe('Messages that it is answering'),
  gaveUp: questionsShape.describe('Messages that it could not answer'),
});

export const loggedInferenceShape = inferenceShape.extend({
  id: idShape.optional().describe('The answer; absent where it is a matter of others'),
  time: z.string().describe('ISO 8601; of what is a matter of others, the hour'),
  by: z.string().describe('The display name of the node'),
  channelName: z.string().describe('Empty in private'),
  private: z.boolean().optional().describe('Asked in private'),
  asked: idShape.optional().describe('The message that was answered'),
  askedBy: z.string().optional().describe('The display name of who asked'),
});
export type Inference = z.infer<typeof loggedInferenceShape>;
