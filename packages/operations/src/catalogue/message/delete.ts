import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { idShape, messageShape, spaceShape } from '../../shapes.ts';
import { WRITING_ERRORS } from '../../writing-errors.ts';

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
  errors: [...WRITING_ERRORS, 'NOT_ALLOWED'],
  examples: ['plexi message delete --space Lab ID'],
  command: { positional: ['id'] },
});
