import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { noticeShape, reportWordsShape } from '../../report.ts';
import { idShape, spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'report.appeal',
  summary: 'Appeal, once, against a decision about what you wrote: somebody else in charge looks at it',
  kind: 'command',
  roles: ['peer'],
  input: z.object({
    space: spaceShape,
    id: idShape.describe('The report, as the notice names it'),
    words: reportWordsShape.describe('Why they should decide otherwise'),
  }),
  output: noticeShape,
  errors: [
    'NO_ACCOUNT',
    'NOT_FOUND',
    'APPEALED_ALREADY',
    'NOBODY_ELSE_IN_CHARGE',
    'REMOVED_FROM_SPACE',
    'KEY_MISSING',
  ],
  examples: ['plexi report appeal --space Lab 77c0… --words "It was a joke among friends"'],
  command: { fresh: true, positional: ['id'] },
});
