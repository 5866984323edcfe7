import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { idShape, messageShape, spaceShape } from '../../shapes.ts';
import { WRITING_ERRORS } from '../../writing-errors.ts';

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
  errors: [...WRITING_ERRORS, 'MESSAGE_DELETED'],
  examples: ['plexi message pin --space Lab ID'],
  command: { positional: ['id'] },
});
