import { LIMITS } from '@plexi/protocol';
import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { idShape, messageShape, optionalTextShape, spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'file.finish',
  summary: 'Write the message that carries files that were handed over',
  kind: 'command',
  roles: ['peer'],
  input: z.object({
    space: spaceShape,
    uploads: z.array(idShape).min(1).max(LIMITS.filesPerMessage),
    text: optionalTextShape.optional().describe('What to say with them'),
    reply: idShape.optional().describe('The message that they answer'),
  }),
  output: messageShape,
  errors: ['NO_ACCOUNT', 'NOT_FOUND', 'FILE_INCOMPLETE', 'KEY_MISSING', 'REMOVED_FROM_SPACE'],
  examples: [],
  command: { omitted: true },
});
