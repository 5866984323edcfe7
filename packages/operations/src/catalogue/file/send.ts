import { LIMITS } from '@plexi/protocol';
import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { channelShape, idShape, messageShape, optionalTextShape, spaceShape } from '../../shapes.ts';
import { WRITING_ERRORS } from '../../writing-errors.ts';

export default defineOperation({
  id: 'file.send',
  summary: 'Send files',
  kind: 'command',
  roles: ['command'],
  input: z.object({
    space: spaceShape,
    channel: channelShape,
    text: optionalTextShape.optional().describe('What to say with them'),
    reply: idShape.optional().describe('The message that they answer'),
    path: z.array(z.string().min(1)).min(1).max(LIMITS.filesPerMessage).describe('The files'),
  }),
  output: messageShape,
  errors: [...WRITING_ERRORS, 'FILE_UNREADABLE', 'TOO_LARGE', 'RELAY_QUOTA'],
  examples: ['plexi file send --space Lab --channel general plan.pdf photo.jpg --text "As promised"'],
  command: { positional: ['path'] },
});
