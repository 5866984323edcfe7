import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { idShape, reportOutcomeShape, reportShape, spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'report.close',
  summary: 'Decide a report: dismiss it, hide the message, or hide it and remove who wrote it',
  kind: 'command',
  roles: ['peer'],
  input: z.object({
    space: spaceShape,
    id: idShape.describe('The report'),
    outcome: reportOutcomeShape.describe('What comes of it'),
  }),
  output: reportShape,
  errors: ['NO_ACCOUNT', 'NOT_FOUND', 'NOT_ALLOWED', 'REPORT_CLOSED', 'REMOVED_FROM_SPACE', 'KEY_MISSING'],
  examples: ['plexi report close --space Lab 77c0… --outcome hidden'],
  command: { fresh: true, positional: ['id'] },
});
