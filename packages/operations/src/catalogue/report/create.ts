import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { idShape, reportReasonShape, reportShape, spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'report.create',
  summary: 'Report a message to those in charge of the space',
  kind: 'command',
  roles: ['peer'],
  input: z.object({
    space: spaceShape,
    id: idShape.describe('The message'),
    reason: reportReasonShape.describe('What is wrong with it'),
    note: z.string().max(1024).default('').describe('What they should know, in your words'),
  }),
  output: reportShape,
  errors: ['NO_ACCOUNT', 'NOT_FOUND', 'NOBODY_IN_CHARGE', 'REMOVED_FROM_SPACE', 'KEY_MISSING'],
  examples: ['plexi report create --space Lab 3f9a… --reason spam'],
  command: { fresh: true, positional: ['id'] },
});
