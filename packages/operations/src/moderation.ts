/** How a channel's messages are moderated [A3], as operations tell it. */
import { LIMITS, MODERATION_ACTIONS, MODERATION_LABELS, MODERATION_LEVELS } from '@plexi/protocol';
import { z } from 'zod';
import { idShape } from './shapes.ts';
import { withinBytes } from './within-bytes.ts';

export const moderationLabelShape = z.enum(MODERATION_LABELS);
export const moderationLevelShape = z.enum(MODERATION_LEVELS);

/** Words of a channel's own; `word*` takes what begins so. */
export const policyWordsShape = z
  .array(
    z
      .string()
      .trim()
      .min(1, 'a word cannot be empty')
      .refine(withinBytes(LIMITS.policyWordBytes), 'the word is too long'),
  )
  .max(2 * LIMITS.policyWords, 'too many words at once');

export const channelPolicyShape = z.object({
  channel: idShape,
  channelName: z.string(),
  standard: z.boolean().describe('Nobody has decided anything here: the usual holds'),
  by: z.string().optional().describe('The display name of who decided'),
  time: z.string().optional().describe('When, ISO 8601: for messages from then on'),
  rules: z.array(
    z.object({
      label: moderationLabelShape,
      level: z.enum([...MODERATION_LEVELS, 'own']).describe('How closely it is looked for'),
      threshold: z.number().describe('How sure it must be, 0 to 1'),
      action: z
        .enum(MODERATION_ACTIONS)
        .describe('Nothing, shown to those in charge, or hidden until one of them has reviewed it, too'),
    }),
  ),
  block: z.array(z.string()).describe('Words that flag a message'),
  allow: z.array(z.string()).describe('Words that are no reason for anything'),
  hides: z.boolean().describe('Whether some messages are hidden until somebody has reviewed them'),
  mayChange: z.boolean().describe('Whether this account may change it'),
});
export type ChannelPolicy = z.infer<typeof channelPolicyShape>;
