import { z } from 'zod';
import { momentShape, scheduledShape } from '../../awareness.ts';
import { defineOperation } from '../../operation.ts';
import { channelShape, messageTextShape, spaceShape } from '../../shapes.ts';
import { WRITING_ERRORS } from '../../writing-errors.ts';

export default defineOperation({
  id: 'message.schedule',
  summary: 'Write a message that is sent later, from this device',
  kind: 'command',
  roles: ['peer'],
  input: z.object({
    space: spaceShape,
    channel: channelShape,
    text: messageTextShape.describe('The text; - reads standard input'),
    at: momentShape.describe('When to send it, ISO 8601'),
  }),
  output: scheduledShape,
  errors: [...WRITING_ERRORS, 'TOO_LARGE'],
  examples: [
    'plexi message schedule --space Lab --channel general --at 2026-12-24T18:00:00Z "Merry Christmas"',
  ],
  command: { positional: ['text'], stdin: 'text' },
});
