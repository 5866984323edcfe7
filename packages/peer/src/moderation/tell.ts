import type { MessageFinding } from '@plexi/operations';
import type { Finding } from '@plexi/protocol';

const THOUSANDTHS = 1000;

/** What moderation found, as operations tell it. */
export const tellFinding = ({ label, confidence, tier, words }: Finding): MessageFinding => ({
  label,
  confidence: confidence / THOUSANDTHS,
  tier,
  words,
});
