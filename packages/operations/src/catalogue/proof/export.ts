import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'proof.export',
  summary: 'Give a proof as a text that anybody can check, with no profile',
  kind: 'query',
  roles: ['peer'],
  input: z.object({
    space: spaceShape,
    id: z
      .string()
      .regex(/^[0-9a-f]{4,64}$/)
      .describe('The proof, by its id or how that begins'),
  }),
  output: z.object({ proof: z.string().describe('To be written to a file as it is') }),
  errors: ['NO_ACCOUNT', 'NOT_FOUND', 'AMBIGUOUS_NAME'],
  examples: ['plexi proof export --space Lab 3f9a'],
  command: { positional: ['id'] },
});
