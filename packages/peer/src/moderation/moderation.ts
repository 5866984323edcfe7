/** [A3] Moderation of one space: its policies, what is found by them, and who is told. */
import type { SpaceContext } from '../space/context.ts';
import { createPolicies, type Policies } from './policies.ts';
import { createVerdicts, type JudgeText, type Verdicts } from './verdicts.ts';
import { createWatch, type Watch, type WatchParts } from './watch.ts';

export interface Moderation {
  policies: Policies;
  verdicts: Verdicts;
  /** Looks at messages as they come, where this account is to hear of them. */
  watch(parts: Omit<WatchParts, 'policies' | 'verdicts'>): Watch;
}

export const createModeration = (context: SpaceContext, judge: JudgeText): Moderation => {
  const policies = createPolicies(context);
  const verdicts = createVerdicts(context, policies, judge);
  return { policies, verdicts, watch: (parts) => createWatch(context, { ...parts, policies, verdicts }) };
};
