/** What moderation found in a message [A3]. */
import { FINDING_TIERS, MODERATION_LABELS } from '@plexi/protocol';
import { z } from 'zod';

export const findingShape = z.object({
  label: z.enum(MODERATION_LABELS),
  confidence: z.number().describe('0 to 1'),
  tier: z.enum(FINDING_TIERS).describe('Words and links, the classifier, or too much at once'),
  words: z.array(z.string()).describe('What it is made of, as the message has it'),
});
export type MessageFinding = z.infer<typeof findingShape>;
