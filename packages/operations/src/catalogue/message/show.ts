import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { idBeginningShape, messageShape, spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'message.show',
  summary: 'Show one message',
  kind: 'query',
  roles: ['peer'],
  input: z.object({
    space: spaceShape,
    id: idBeginningShape.describe('The message, or how its id begins'),
  }),
  output: messageShape,
  errors: ['NO_ACCOUNT', 'NOT_FOUND', 'AMBIGUOUS_NAME'],
  examples: ['plexi message show --space Lab ID'],
  command: { positional: ['id'], fresh: true },
});
