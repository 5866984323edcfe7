import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { idShape, messageShape, spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'message.pin',
  summary: 'Pin a message to its channel',
  kind: 'command',
  roles: ['peer'],
  input: z.object({
    space: spaceShape,
    id: idShape.describe('The message'),
    remove: z.boolean().default(false).describe('Unpin it'),
  }),
  output: messageShape,
  errors: ['NO_ACCOUNT', 'NOT_FOUND', 'MESSAGE_DELETED', 'KEY_MISSING', 'REMOVED_FROM_SPACE'],
  examples: ['plexi message pin --space Lab ID'],
  command: { positional: ['id'] },
});
