import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { reportContextShape, reportReasonShape, reportShape, reportWordsShape } from '../../report.ts';
import { idShape, spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'report.create',
  summary: 'Report a message to those in charge of a space, with evidence that they can check',
  kind: 'command',
  roles: ['peer'],
  input: z.object({
    space: spaceShape,
    id: idShape.describe('The message'),
    reason: reportReasonShape.describe('What is wrong with it'),
    note: reportWordsShape.describe('What they should know, in your words'),
    to: spaceShape
      .optional()
      .describe('Of a private channel or a direct message: the space whose people in charge are told'),
    context: reportContextShape.describe('How many messages before it are shown too'),
  }),
  output: reportShape,
  errors: [
    'NO_ACCOUNT',
    'NOT_FOUND',
    'NOBODY_IN_CHARGE',
    'TOO_BUSY',
    'MESSAGE_DELETED',
    'NOT_ALLOWED',
    'TOO_LARGE',
    'REMOVED_FROM_SPACE',
    'KEY_MISSING',
  ],
  examples: [
    'plexi report create --space Lab 3f9a… --reason spam',
    'plexi report create --space 51d0… 3f9a… --reason harm --to Lab --context 2',
  ],
  command: { fresh: true, positional: ['id'] },
});
