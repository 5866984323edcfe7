import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { channelShape, messageShape, messageTextShape, spaceShape } from '../../shapes.ts';
import { WRITING_ERRORS } from '../../writing-errors.ts';

export default defineOperation({
  id: 'message.send',
  summary: 'Write a message',
  kind: 'command',
  roles: ['peer'],
  input: z.object({
    space: spaceShape,
    channel: channelShape,
    text: messageTextShape.describe('The text; - reads standard input'),
  }),
  output: messageShape,
  errors: [...WRITING_ERRORS, 'NOT_ALLOWED'],
  examples: [
    'plexi message send --space Lab --channel general "Hello"',
    'date | plexi message send --space Lab --channel general -',
  ],
  command: { positional: ['text'], stdin: 'text' },
});
