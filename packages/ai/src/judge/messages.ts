/** What goes to the thread that judges, and back. */
import type { Finding, FindingAction, ModerationPolicy } from '@plexi/protocol';

export interface Judgement {
  /** What was found, and what the policy does about it. */
  found: { finding: Finding; action: FindingAction } | undefined;
}

export interface JudgeRequest {
  text: string;
  policy: number;
  /** With the first request that has the policy's number. */
  said?: ModerationPolicy;
}

export type JudgeAnswer = Judgement;
