/**
 * Letters about a report [A4], each between the devices of some members:
 *
 *   report    to those in charge: what was written, with evidence
 *   finding   from an AI node to those in charge: what moderation found in a message, with evidence [A3]
 *   handover  from who puts somebody in charge to them: an open report that was made before
 *   verdict   from who decided to the others in charge, and to who reported
 *   notice    from who decided to who wrote it: what was decided, why, and that they may appeal; not who reported
 *   appeal    from who wrote it to those in charge but who decided
 *   review    from who looked at the appeal to all of them
 *
 * Of two verdicts, or two reviews, the earlier one counts everywhere, by what they say of their time; that must agree with the
 * clock of the entry that carried them.
 */
import { z } from 'zod';
import { concatBytes, utf8 } from '../bytes.ts';
import { boundedBytes, idField, msField } from '../fields.ts';
import { type AccountId, type EntryId, idFromBytes, idToBytes, type SpaceId } from '../ids.ts';
import { LIMITS } from '../limits.ts';
import { findingShape } from '../moderation/finding.ts';
import type { ModerationLabel } from '../moderation/label.ts';
import type { Primitives } from '../primitives.ts';

export const REPORT_REASONS = ['spam', 'abuse', 'harm', 'other'] as const;
export const REPORT_OUTCOMES = [
  'dismissed',
  'warned',
  'hidden',
  'redacted',
  'muted',
  'removed',
  'banned',
] as const;
/** What somebody may appeal against: whoever is out cannot write. */
export const NOTICED_OUTCOMES = ['warned', 'hidden', 'redacted', 'muted'] as const;
export const REVIEW_OUTCOMES = ['upheld', 'reversed'] as const;

const wordsField = z.string().refine((text) => utf8(text).length <= LIMITS.reportNoteBytes);

const common = {
  version: z.literal(1),
  report: idField(),
  /** Zeros: a letter's size says nothing of its kind. */
  padding: boundedBytes(LIMITS.mailBytes).optional(),
};

export const reportLetterShape = z.strictObject({
  ...common,
  type: z.literal('report'),
  message: idField(),
  reason: z.enum(REPORT_REASONS),
  note: wordsField,
  evidence: boundedBytes(LIMITS.evidenceBytes),
});

export const findingLetterShape = z.strictObject({
  ...common,
  type: z.literal('finding'),
  message: idField(),
  finding: findingShape,
  evidence: boundedBytes(LIMITS.evidenceBytes),
});

/** A report that is handed on to somebody who was put in charge after it was made; `by`: who reported. */
export const handoverLetterShape = z.strictObject({
  ...reportLetterShape.shape,
  type: z.literal('handover'),
  by: idField<AccountId>(),
});

export const verdictLetterShape = z.strictObject({
  ...common,
  type: z.literal('verdict'),
  outcome: z.enum(REPORT_OUTCOMES),
  words: wordsField,
  /** Of a mute or a ban: when it ends, milliseconds since 1970; 0 for none. */
  until: msField,
  at: msField,
});

export const noticeLetterShape = z.strictObject({
  ...common,
  type: z.literal('notice'),
  message: idField(),
  reason: z.enum(REPORT_REASONS),
  outcome: z.enum(NOTICED_OUTCOMES),
  words: wordsField,
  until: msField,
  at: msField,
});

export const appealLetterShape = z.strictObject({
  ...common,
  type: z.literal('appeal'),
  words: wordsField,
  at: msField,
});

export const reviewLetterShape = z.strictObject({
  ...common,
  type: z.literal('review'),
  outcome: z.enum(REVIEW_OUTCOMES),
  words: wordsField,
  at: msField,
});

type LetterOf<Shape extends z.ZodType> = Omit<z.output<Shape>, 'version' | 'padding'>;

export type ReportLetter = LetterOf<typeof reportLetterShape>;
export type HandoverLetter = LetterOf<typeof handoverLetterShape>;
export type FindingLetter = LetterOf<typeof findingLetterShape>;
export type VerdictLetter = LetterOf<typeof verdictLetterShape>;
export type NoticeLetter = LetterOf<typeof noticeLetterShape>;
export type AppealLetter = LetterOf<typeof appealLetterShape>;
export type ReviewLetter = LetterOf<typeof reviewLetterShape>;
/** Any letter of a case. */
export type CaseLetter =
  | ReportLetter
  | HandoverLetter
  | FindingLetter
  | VerdictLetter
  | NoticeLetter
  | AppealLetter
  | ReviewLetter;

const FINDING_CONTEXT = utf8('plexi/finding/1\0');

/** The report that a finding about a message is: the same one on every device, whoever found it. */
export const findingReportId = (primitives: Primitives, space: SpaceId, message: string): string =>
  idFromBytes<EntryId>(primitives.sha256(concatBytes(FINDING_CONTEXT, idToBytes(space), idToBytes(message))));

/** What a finding is called where reports say why. */
export const reasonOfLabel = (label: ModerationLabel): (typeof REPORT_REASONS)[number] => {
  if (label === 'spam' || label === 'scam') return 'spam';
  return label === 'threat' ? 'harm' : 'abuse';
};
