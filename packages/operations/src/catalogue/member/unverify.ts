import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { personShape, spaceShape } from '../../shapes.ts';
import { verificationShape } from '../../verification.ts';

export default defineOperation({
  id: 'member.unverify',
  summary: 'Take back that somebody is verified',
  kind: 'command',
  roles: ['peer'],
  input: z.object({
    name: personShape,
    space: spaceShape.optional().describe('The space that they are looked up in; all of them without it'),
  }),
  output: verificationShape,
  errors: ['NO_ACCOUNT', 'NOT_FOUND', 'AMBIGUOUS_NAME', 'NOT_ALLOWED'],
  examples: ['plexi member unverify Ben --space Lab'],
  command: { fresh: true, positional: ['name'] },
});
