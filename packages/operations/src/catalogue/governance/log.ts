import { LIMITS } from '@plexi/protocol';
import { z } from 'zod';
import { decisionShape } from '../../governance.ts';
import { defineOperation } from '../../operation.ts';
import { spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'governance.log',
  summary: 'List what was decided in a space, oldest first, and what does not count',
  kind: 'query',
  roles: ['peer'],
  input: z.object({
    space: spaceShape,
    limit: z.coerce
      .number()
      .int()
      .min(1)
      .max(LIMITS.governanceLog)
      .default(100)
      .describe('How many at most, the newest of them'),
    before: z.string().optional().describe('Only those before this decision'),
    about: z.string().max(256).optional().describe('Only what this member did or what was done to them'),
    void: z.boolean().default(false).describe('Only what does not count'),
  }),
  output: z.array(decisionShape),
  errors: ['NO_ACCOUNT', 'NOT_FOUND', 'AMBIGUOUS_NAME'],
  examples: ['plexi governance log --space Lab', 'plexi governance log --space Lab --about Ben --json'],
  command: { fresh: true },
});
