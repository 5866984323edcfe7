import { LIMITS } from '@plexi/protocol';
import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { channelShape, idShape, messageShape, optionalTextShape, spaceShape } from '../../shapes.ts';

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
  errors: ['NO_ACCOUNT', 'NOT_FOUND', 'TOO_LARGE', 'KEY_MISSING', 'REMOVED_FROM_SPACE', 'RELAY_QUOTA'],
  examples: ['plexi file send --space Lab --channel general plan.pdf photo.jpg --text "As promised"'],
  command: { positional: ['path'] },
});
