import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { idShape, messageShape, spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'message.show',
  summary: 'Show one message',
  kind: 'query',
  roles: ['peer'],
  input: z.object({
    space: spaceShape,
    id: idShape.describe('The message'),
  }),
  output: messageShape,
  errors: ['NO_ACCOUNT', 'NOT_FOUND'],
  examples: ['plexi message show --space Lab ID'],
  command: { positional: ['id'], fresh: true },
});
