import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { reportContextShape, reportPreviewShape } from '../../report.ts';
import { idShape, spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'report.preview',
  summary: 'Show what a report of a message would show, and to whom',
  kind: 'query',
  roles: ['peer'],
  input: z.object({
    space: spaceShape,
    id: idShape.describe('The message'),
    context: reportContextShape.describe('How many messages before it are shown too'),
  }),
  output: reportPreviewShape,
  errors: ['NO_ACCOUNT', 'NOT_FOUND'],
  examples: ['plexi report preview --space Lab 3f9a…'],
  command: { positional: ['id'] },
});
