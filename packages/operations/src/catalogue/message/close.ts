import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { idShape, messageShape, spaceShape } from '../../shapes.ts';
import { WRITING_ERRORS } from '../../writing-errors.ts';

export default defineOperation({
  id: 'message.close',
  summary: 'Close a poll of your own',
  kind: 'command',
  roles: ['peer'],
  input: z.object({
    space: spaceShape,
    id: idShape.describe('The poll'),
  }),
  output: messageShape,
  errors: [...WRITING_ERRORS, 'NOT_A_POLL', 'NOT_YOURS', 'MESSAGE_DELETED'],
  examples: ['plexi message close --space Lab ID'],
  command: { positional: ['id'] },
});
