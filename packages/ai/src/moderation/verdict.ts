/** [A3] What moderation says of a message, and what becomes of that in a channel's review queue. */
import {
  type Finding,
  type FindingAction,
  LIMITS,
  type ModerationLabel,
  type ModerationPolicy,
  type ModerationScores,
  utf8,
} from '@plexi/protocol';

const THOUSANDTHS = 1000;

export interface Verdict {
  readonly flagged: boolean;
  /** What it is found to be; `none` where no score reaches its threshold. */
  readonly label: ModerationLabel | 'none';
  /** How sure that is, 0 to 1. */
  readonly confidence: number;
  readonly scores: ModerationScores;
  /** Who decided. */
  readonly tier: 'rules' | 'classifier';
  /** What the verdict is made of, as the message has it. */
  readonly words: readonly string[];
}

/** As much of a text as fits into so many bytes. */
const withinBytes = (text: string, most: number): string => {
  if (utf8(text).length <= most) return text;
  let kept = '';
  for (const letter of text) {
    if (utf8(kept + letter).length > most) break;
    kept += letter;
  }
  return kept;
};

/** What is kept of a verdict, and what the policy does about it; nothing where it does nothing. */
export const toFinding = (
  { flagged, label, confidence, tier, words }: Verdict,
  policy: ModerationPolicy,
): { finding: Finding; action: FindingAction } | undefined => {
  if (!flagged || label === 'none') return undefined;
  const { action } = policy.labels[label];
  return {
    finding: {
      label,
      confidence: Math.round(confidence * THOUSANDTHS),
      tier,
      words: words.slice(0, LIMITS.findingWords).map((word) => withinBytes(word, LIMITS.findingWordBytes)),
    },
    // A word that a channel blocks is shown to somebody at least.
    action: action === 'none' ? 'flag' : action,
  };
};
