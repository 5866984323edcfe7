import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { idShape, messageShape, messageTextShape, spaceShape } from '../../shapes.ts';
import { WRITING_ERRORS } from '../../writing-errors.ts';

export default defineOperation({
  id: 'message.reply',
  summary: 'Answer a message, in its thread',
  kind: 'command',
  roles: ['peer'],
  input: z.object({
    space: spaceShape,
    id: idShape.describe('The message that is answered'),
    text: messageTextShape.describe('The text; - reads standard input'),
    channel: z.boolean().default(false).describe('Show it in the channel too'),
  }),
  output: messageShape,
  errors: [...WRITING_ERRORS, 'MESSAGE_DELETED', 'NOT_ALLOWED'],
  examples: [
    'plexi message reply --space Lab ID "Yes, at nine"',
    'plexi message reply --space Lab --channel ID "It is done"',
  ],
  command: { positional: ['id', 'text'], stdin: 'text' },
});
