import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { personShape, spaceShape } from '../../shapes.ts';
import { verificationShape } from '../../verification.ts';

export default defineOperation({
  id: 'member.verify',
  summary: 'Mark somebody as verified, by the number or the code that they showed or read to you',
  kind: 'command',
  roles: ['peer'],
  input: z.object({
    name: personShape,
    number: z
      .string()
      .min(1)
      .max(512)
      .describe('Their number, in any grouping, or the code that they show you'),
    space: spaceShape.optional().describe('The space that they are looked up in; all of them without it'),
  }),
  output: verificationShape,
  errors: [
    'NO_ACCOUNT',
    'NOT_FOUND',
    'AMBIGUOUS_NAME',
    'NOT_ALLOWED',
    'INVALID_INPUT',
    'SAFETY_MISMATCH',
    'TOO_LARGE',
  ],
  examples: ["plexi member verify Ben --space Lab --number '42789 79390 78937 …'"],
  command: { fresh: true, positional: ['name'] },
});
