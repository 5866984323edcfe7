/** [A3] Judging messages in a thread of its own, so that no text, however made, keeps the peer from its work. */
export { countMessage, type FloodState } from '../moderation/rules/flood.ts';
export { createJudge, type Judge, type Judgement } from './judge.ts';
