import { z } from 'zod';
import { admissionShape } from '../../governance.ts';
import { defineOperation } from '../../operation.ts';
import { idShape, spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'ai.list',
  summary: 'List the AI nodes of a space: which channels admit them, and whether they are there',
  kind: 'query',
  roles: ['peer'],
  input: z.object({ space: spaceShape }),
  output: z.array(
    z.object({
      account: idShape,
      name: z.string(),
      about: z.string().describe('What it says of itself: the model that it runs'),
      online: z.boolean(),
      admissions: z.array(admissionShape),
    }),
  ),
  errors: ['NO_ACCOUNT', 'NOT_FOUND'],
  examples: ['plexi ai list --space Lab'],
  command: { fresh: true },
});
