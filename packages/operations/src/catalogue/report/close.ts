import { z } from 'zod';
import { momentShape } from '../../awareness.ts';
import { defineOperation } from '../../operation.ts';
import { reportOutcomeShape, reportShape, reportWordsShape } from '../../report.ts';
import { idShape, spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'report.close',
  summary:
    'Decide a report: dismiss it, warn, hide or redact the message, or mute, remove or ban who wrote it',
  kind: 'command',
  roles: ['peer'],
  input: z.object({
    space: spaceShape,
    id: idShape.describe('The report'),
    outcome: reportOutcomeShape.describe('What comes of it'),
    until: momentShape
      .optional()
      .describe('Of a mute or a ban: when it ends, ISO 8601; without it until it is lifted'),
    words: reportWordsShape.describe('Why, for who wrote it, who reported it and the others in charge'),
  }),
  output: reportShape,
  errors: [
    'NO_ACCOUNT',
    'NOT_FOUND',
    'NOT_ALLOWED',
    'REPORT_CLOSED',
    'REMOVED_FROM_SPACE',
    'KEY_MISSING',
    'TOO_LARGE',
  ],
  examples: [
    'plexi report close --space Lab 77c0… --outcome hidden',
    'plexi report close --space Lab 77c0… --outcome muted --until 2026-12-01T00:00:00Z --words "Third time"',
  ],
  command: { fresh: true, positional: ['id'] },
});
