/**
 * [A3] What a channel does about messages that moderation finds something in: the bytes of an act `channel.policy`.
 *
 *   [1, [[threshold in thousandths, action] for each label], [blocked words], [allowed words]]
 */
import { z } from 'zod';
import { utf8 } from '../bytes.ts';
import { encodeCbor, readCbor } from '../cbor.ts';
import { LIMITS } from '../limits.ts';
import { MODERATION_LABELS, type ModerationLabel } from './label.ts';

/** From the mildest; `hide` is until somebody has reviewed it. */
export const MODERATION_ACTIONS = ['none', 'flag', 'hide'] as const;
export type ModerationAction = (typeof MODERATION_ACTIONS)[number];

export interface LabelRule {
  /** A score of this or more counts, 0 to 1 in thousandths. */
  threshold: number;
  action: ModerationAction;
}

export interface ModerationPolicy {
  labels: Readonly<Record<ModerationLabel, LabelRule>>;
  words: {
    /** Found, they flag a message whatever else is in it. `word*` takes what begins so. */
    block: readonly string[];
    /** Found, they are no reason for anything. */
    allow: readonly string[];
  };
}

const THOUSANDTHS = 1000;

/** What holds where nobody has decided: a person looks at it, nothing is hidden. */
export const DEFAULT_POLICY: ModerationPolicy = {
  labels: {
    toxicity: { threshold: 0.65, action: 'flag' },
    hate: { threshold: 0.5, action: 'flag' },
    threat: { threshold: 0.5, action: 'flag' },
    sexual: { threshold: 0.6, action: 'flag' },
    spam: { threshold: 0.6, action: 'flag' },
    scam: { threshold: 0.6, action: 'flag' },
  },
  words: { block: [], allow: [] },
};

/** How closely a label is looked for, as people choose it. */
export const MODERATION_LEVELS = ['off', 'careful', 'strict'] as const;
export type ModerationLevel = (typeof MODERATION_LEVELS)[number];

/** How much earlier a strict look finds something. */
const STRICTER = 0.2;

/** The threshold of a level that looks for something: careful is what holds where nobody has decided. */
export const thresholdOf = (label: ModerationLabel, level: Exclude<ModerationLevel, 'off'>): number => {
  const { threshold } = DEFAULT_POLICY.labels[label];
  return level === 'careful' ? threshold : Math.round((threshold - STRICTER) * THOUSANDTHS) / THOUSANDTHS;
};

/** The level of a rule; `own` where its threshold is none of theirs. */
export const levelOf = (
  label: ModerationLabel,
  { threshold, action }: LabelRule,
): ModerationLevel | 'own' => {
  if (action === 'none') return 'off';
  if (threshold === thresholdOf(label, 'careful')) return 'careful';
  return threshold === thresholdOf(label, 'strict') ? 'strict' : 'own';
};

/** Whether a policy hides anything before somebody has reviewed it. */
export const hidesAnything = ({ labels }: ModerationPolicy): boolean =>
  Object.values(labels).some(({ action }) => action === 'hide');

const wordsField = z
  .array(
    z
      .string()
      .min(1)
      .refine((word) => utf8(word).length <= LIMITS.policyWordBytes),
  )
  .max(LIMITS.policyWords);
const policyShape = z.tuple([
  z.literal(1),
  z
    .array(
      z.tuple([
        z.int().min(0).max(THOUSANDTHS),
        z
          .int()
          .min(0)
          .max(MODERATION_ACTIONS.length - 1),
      ]),
    )
    .length(MODERATION_LABELS.length),
  wordsField,
  wordsField,
]);

export const encodeModerationPolicy = ({ labels, words }: ModerationPolicy): Uint8Array =>
  encodeCbor([
    1,
    MODERATION_LABELS.map((label) => [
      Math.round(labels[label].threshold * THOUSANDTHS),
      MODERATION_ACTIONS.indexOf(labels[label].action),
    ]),
    [...words.block],
    [...words.allow],
  ]);

/** Throws ENTRY_MALFORMED for whatever is no policy. */
export const decodeModerationPolicy = (bytes: Uint8Array): ModerationPolicy => {
  const [, rules, block, allow] = readCbor(policyShape, bytes, LIMITS.policyBytes, 'ENTRY_MALFORMED');
  const ruleOf = (label: ModerationLabel): LabelRule => {
    const [threshold, action] = rules[MODERATION_LABELS.indexOf(label)] ?? [THOUSANDTHS, 0];
    return { threshold: threshold / THOUSANDTHS, action: MODERATION_ACTIONS[action] ?? 'none' };
  };
  const labels = Object.fromEntries(MODERATION_LABELS.map((label) => [label, ruleOf(label)])) as Record<
    ModerationLabel,
    LabelRule
  >;
  return { labels, words: { block, allow } };
};
