import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { idShape, messageShape, messageTextShape, spaceShape } from '../../shapes.ts';

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
  errors: ['NO_ACCOUNT', 'NOT_FOUND', 'NOT_YOURS', 'MESSAGE_DELETED', 'KEY_MISSING', 'REMOVED_FROM_SPACE'],
  examples: ['plexi message edit --space Lab ID "Hello, all"'],
  command: { positional: ['id', 'text'], stdin: 'text' },
});
