import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { idShape, messageShape, spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'message.delete',
  summary: 'Delete a message for everyone',
  kind: 'command',
  roles: ['peer'],
  input: z.object({
    space: spaceShape,
    id: idShape.describe('The message'),
  }),
  output: messageShape,
  errors: ['NO_ACCOUNT', 'NOT_FOUND', 'NOT_ALLOWED', 'KEY_MISSING', 'REMOVED_FROM_SPACE'],
  examples: ['plexi message delete --space Lab ID'],
  command: { positional: ['id'] },
});
