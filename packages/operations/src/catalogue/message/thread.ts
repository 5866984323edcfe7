import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { idShape, messageShape, spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'message.thread',
  summary: 'Show a message with all that answers it',
  kind: 'query',
  roles: ['peer'],
  input: z.object({
    space: spaceShape,
    id: idShape.describe('Any message of the thread'),
  }),
  output: z.array(messageShape),
  errors: ['NO_ACCOUNT', 'NOT_FOUND'],
  examples: ['plexi message thread --space Lab ID'],
  command: { positional: ['id'], fresh: true },
});
