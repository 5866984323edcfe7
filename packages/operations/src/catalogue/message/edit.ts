import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { idShape, messageShape, messageTextShape, spaceShape } from '../../shapes.ts';
import { WRITING_ERRORS } from '../../writing-errors.ts';

export default defineOperation({
  id: 'message.edit',
  summary: 'Change the text of a message of your own',
  kind: 'command',
  roles: ['peer'],
  input: z.object({
    space: spaceShape,
    id: idShape.describe('The message'),
    text: messageTextShape.describe('The new text; - reads standard input'),
  }),
  output: messageShape,
  errors: [...WRITING_ERRORS, 'NOT_YOURS', 'MESSAGE_DELETED'],
  examples: ['plexi message edit --space Lab ID "Hello, all"'],
  command: { positional: ['id', 'text'], stdin: 'text' },
});
