import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { noticeShape } from '../../report.ts';
import { idShape, spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'report.acknowledge',
  summary: 'Put a decision about what you wrote aside, as read',
  kind: 'command',
  roles: ['peer'],
  input: z.object({ space: spaceShape, id: idShape.describe('The report, as the notice names it') }),
  output: noticeShape,
  errors: ['NO_ACCOUNT', 'NOT_FOUND'],
  examples: ['plexi report acknowledge --space Lab 77c0…'],
  command: { positional: ['id'] },
});
