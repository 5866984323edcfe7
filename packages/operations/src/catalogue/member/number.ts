import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { personShape, spaceShape } from '../../shapes.ts';
import { verificationShape } from '../../verification.ts';

export default defineOperation({
  id: 'member.number',
  summary: 'Show the number that you and somebody compare, to know that it is them',
  kind: 'query',
  roles: ['peer'],
  input: z.object({
    name: personShape,
    space: spaceShape.optional().describe('The space that they are looked up in; all of them without it'),
  }),
  output: verificationShape.extend({
    number: z.string().describe('60 digits in groups of five: the same on both sides'),
    code: z.string().describe('The same for them to scan or paste: another one on each side'),
  }),
  errors: ['NO_ACCOUNT', 'NOT_FOUND', 'AMBIGUOUS_NAME', 'NOT_ALLOWED'],
  examples: ['plexi member number Ben --space Lab'],
  command: { fresh: true, positional: ['name'] },
});
