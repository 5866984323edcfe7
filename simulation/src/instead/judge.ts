/** In the place of the thread that judges messages: a judge that finds nothing. What it finds is no matter of replication. */
import type { createJudge as realJudge } from '@plexi/ai/judge';

export const createJudge: typeof realJudge = () => ({
  judge: async () => ({ found: undefined }),
  close: async () => undefined,
});

export type { Judge, Judgement } from '../../../packages/ai/src/judge/judge.ts';
