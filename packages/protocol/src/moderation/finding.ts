/** [A3] What moderation found in one message, as it is kept and told: bounded, and in nobody's words but the message's own. */
import { z } from 'zod';
import { utf8 } from '../bytes.ts';
import { LIMITS } from '../limits.ts';
import { MODERATION_LABELS } from './label.ts';
import type { MODERATION_ACTIONS } from './policy.ts';

/** What found it: words and links, the classifier, or that too much came at once. */
export const FINDING_TIERS = ['rules', 'classifier', 'flood'] as const;

export const findingShape = z.strictObject({
  label: z.enum(MODERATION_LABELS),
  /** How sure that is, in thousandths. */
  confidence: z.int().min(0).max(1000),
  tier: z.enum(FINDING_TIERS),
  /** What it is made of, as the message has it. */
  words: z
    .array(z.string().refine((word) => utf8(word).length <= LIMITS.findingWordBytes))
    .max(LIMITS.findingWords),
});

export type Finding = z.output<typeof findingShape>;

/** What a policy does about a finding. */
export type FindingAction = Exclude<(typeof MODERATION_ACTIONS)[number], 'none'>;
