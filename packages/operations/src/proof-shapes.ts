/** [N4] Proofs that a relay broke its word, as they are shown. */
import { z } from 'zod';
import { idShape } from './shapes.ts';

/** What a proof says by itself: true without a profile. */
export const brokenReceiptShape = z.object({
  kind: z
    .enum(['lost', 'other'])
    .describe('The relay has less than it signed to store, or something else in that place'),
  reason: z
    .enum(['forked', 'relisted'])
    .optional()
    .describe(
      'The reason that the relay gave, which the space does not bear out: that the log has two histories, or that the space had let it go. Only members can see that it is none',
    ),
  promised: z.number().describe('Up to which entry of the log it signed to store'),
  held: z.number().describe('Up to which it signed later that it has it'),
  at: z.string().describe("When it signed the latter, by the relay's own clock, ISO 8601"),
  relay: idShape,
  space: idShape,
  log: idShape,
  channel: idShape.optional().describe("The log's channel, where the proof says it"),
  author: idShape.optional().describe('The device whose log it is, where the proof says it'),
});
export type BrokenReceiptSaid = z.infer<typeof brokenReceiptShape>;

export const keptProofShape = brokenReceiptShape.extend({
  id: idShape.describe('The hash of the proof'),
  address: z.string().optional().describe('Of the relay, while the space lists it'),
  place: z.string().optional().describe("The channel's name"),
  wrote: z.string().optional().describe('Whose entries they are'),
});
export type KeptProofSaid = z.infer<typeof keptProofShape>;
