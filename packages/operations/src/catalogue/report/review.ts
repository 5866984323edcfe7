import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { reportShape, reportWordsShape, reviewOutcomeShape } from '../../report.ts';
import { idShape, spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'report.review',
  summary: 'Decide an appeal: uphold what was decided, or reverse it (show the message again, lift the mute)',
  kind: 'command',
  roles: ['peer'],
  input: z.object({
    space: spaceShape,
    id: idShape.describe('The report'),
    outcome: reviewOutcomeShape.describe('What comes of the appeal'),
    words: reportWordsShape.describe('Why, for all concerned'),
  }),
  output: reportShape,
  errors: ['NO_ACCOUNT', 'NOT_FOUND', 'NOT_ALLOWED', 'REPORT_CLOSED', 'REMOVED_FROM_SPACE', 'KEY_MISSING'],
  examples: ['plexi report review --space Lab 77c0… --outcome reversed'],
  command: { fresh: true, positional: ['id'] },
});
