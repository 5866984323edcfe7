import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { idShape, spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'message.history',
  summary: 'Show what a message said before it was edited',
  kind: 'query',
  roles: ['peer'],
  input: z.object({
    space: spaceShape,
    id: idShape.describe('The message'),
  }),
  output: z.array(z.object({ text: z.string(), time: z.string().describe('ISO 8601') })),
  errors: ['NO_ACCOUNT', 'NOT_FOUND'],
  examples: ['plexi message history --space Lab ID'],
  command: { positional: ['id'], fresh: true },
});
