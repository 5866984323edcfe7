/** [A3] What a message can be found to be. Scores are 0 to 1 for each; several can be high at once. */
export const MODERATION_LABELS = ['toxicity', 'hate', 'threat', 'sexual', 'spam', 'scam'] as const;

export type ModerationLabel = (typeof MODERATION_LABELS)[number];

/** A score for every label, each 0 to 1. */
export type ModerationScores = Readonly<Record<ModerationLabel, number>>;
