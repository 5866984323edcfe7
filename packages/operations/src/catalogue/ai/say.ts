import { LIMITS } from '@plexi/protocol';
import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { idShape, spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'ai.say',
  summary: 'Show the others in a channel how far an answer has come',
  kind: 'command',
  roles: ['peer'],
  input: z.object({
    space: spaceShape,
    id: idShape,
    text: z
      .string()
      .max(LIMITS.answeringChars)
      .optional()
      .describe('All of it so far; without it, it is over'),
  }),
  output: z.object({}),
  errors: ['NO_ACCOUNT', 'NOT_FOUND'],
  examples: [],
  command: { omitted: true },
});
