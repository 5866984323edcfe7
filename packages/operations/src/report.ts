/** Reports [A4] as operations tell them. */
import { LIMITS, NOTICED_OUTCOMES, REPORT_OUTCOMES, REPORT_REASONS, REVIEW_OUTCOMES } from '@plexi/protocol';
import { z } from 'zod';
import { findingShape } from './finding.ts';
import { idShape, messageShape } from './shapes.ts';
import { withinBytes } from './within-bytes.ts';

export const reportReasonShape = z.enum(REPORT_REASONS);
export const reportOutcomeShape = z.enum(REPORT_OUTCOMES);
export type ReportOutcome = z.infer<typeof reportOutcomeShape>;
export const reviewOutcomeShape = z.enum(REVIEW_OUTCOMES);
export type ReviewOutcome = z.infer<typeof reviewOutcomeShape>;

/** What somebody adds in words; may be empty. */
export const reportWordsShape = z
  .string()
  .refine(withinBytes(LIMITS.reportNoteBytes), 'the text is too long')
  .default('');

/** How many messages before the reported one are shown with it. */
export const reportContextShape = z.coerce.number().int().min(0).max(LIMITS.reportContext).default(4);

const time = z.string().describe('ISO 8601');

const appealShape = z.object({ words: z.string(), time });
const reviewShape = z.object({
  outcome: reviewOutcomeShape,
  by: z.string().describe('The display name of who looked at it again'),
  words: z.string(),
  time,
});

const decisionShape = z.object({ outcome: reportOutcomeShape, by: z.string(), time });

export const reportShape = z.object({
  id: idShape,
  reason: reportReasonShape,
  note: z.string(),
  finding: findingShape
    .extend({ here: z.boolean().describe('Whether this device found it') })
    .optional()
    .describe('What moderation found: nobody reported it'),
  found: findingShape.optional().describe('Of what somebody reported: what moderation found in it, too'),
  time: z.string().describe('When it came, ISO 8601'),
  reporter: z
    .string()
    .describe('The display name of who reported; of a finding, whose device or which AI node found it'),
  own: z.boolean().describe('Whether this account reported it'),
  messageId: idShape,
  message: messageShape.optional().describe('The message as it shows now; absent where it is not here'),
  author: z.string().optional().describe('Who wrote it, by the evidence; absent where that does not hold'),
  authorId: idShape.optional(),
  text: z.string().optional().describe('What was written, by the evidence, when it was reported'),
  evidence: z.enum(['verified', 'broken']).describe('Whether every check of the evidence holds'),
  elsewhere: z
    .boolean()
    .describe(
      'Whether it was written where not all of the space read: in a private channel or a direct message',
    ),
  channelName: z.string().optional().describe('The channel, where this space has it'),
  state: z.enum(['open', 'closed']),
  outcome: reportOutcomeShape.optional(),
  decidedBy: z.string().optional().describe('The display name of who decided'),
  decidedAt: time.optional(),
  until: z.string().optional().describe('Of a mute or a ban: when it ends, ISO 8601'),
  words: z.string().optional().describe('What who decided said about it'),
  overruled: z.array(decisionShape).describe('What others decided at the same time, too late to count'),
  appeal: appealShape.optional(),
  review: reviewShape.optional(),
  mayDecide: z.boolean().describe('Whether this account may decide it'),
  actions: z.array(reportOutcomeShape).describe('What this account may decide'),
  mayReview: z.boolean().describe('Whether this account may decide the appeal'),
});
export type Report = z.infer<typeof reportShape>;

const evidenceEntryShape = z.object({
  id: idShape,
  kind: z
    .enum(['reported', 'edit', 'before', 'other'])
    .describe('The message, an edit of it by its author, one before it, or something else that was shown'),
  author: z.string(),
  authorId: idShape,
  time,
  text: z.string(),
  files: z.array(z.string()).describe('Names of files'),
  sequence: z.number().describe('The place in the log of the device that wrote it'),
});
export type ReportEntry = z.infer<typeof evidenceEntryShape>;

/** A report with its evidence laid open. */
export const shownReportShape = reportShape.extend({
  checks: z
    .array(z.object({ name: z.string(), holds: z.boolean() }))
    .describe('What was checked: certificate, signature, place, links, order, key, body, message'),
  entries: z.array(evidenceEntryShape).describe('In the order of the timeline'),
});
export type ShownReport = z.infer<typeof shownReportShape>;

/** What a report would show, and to whom. */
export const reportPreviewShape = z.object({
  places: z
    .array(z.object({ id: idShape, name: z.string(), people: z.array(z.string()) }))
    .describe('Spaces whose people in charge it may go to, the usual one first'),
  elsewhere: z.boolean().describe('Whether those in charge cannot read the place where it was written'),
  messages: z.array(messageShape).describe('The messages that it shows, the reported one last'),
});
export type ReportPreview = z.infer<typeof reportPreviewShape>;

export const noticeShape = z.object({
  id: idShape.describe('The report'),
  messageId: idShape,
  message: messageShape.optional(),
  reason: reportReasonShape,
  outcome: z.enum(NOTICED_OUTCOMES),
  words: z.string(),
  by: z.string().describe('The display name of who decided'),
  time,
  until: z.string().optional().describe('Of a mute: when it ends, ISO 8601'),
  seen: z.boolean(),
  appeal: appealShape.optional(),
  review: reviewShape.optional(),
  mayAppeal: z.boolean(),
});
export type Notice = z.infer<typeof noticeShape>;
