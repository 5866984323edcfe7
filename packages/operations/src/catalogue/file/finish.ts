import { LIMITS } from '@plexi/protocol';
import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { idShape, messageShape, optionalTextShape, spaceShape } from '../../shapes.ts';
import { WRITING_ERRORS } from '../../writing-errors.ts';

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
    channel: z.boolean().default(false).describe('Show the answer in the channel too'),
  }),
  output: messageShape,
  errors: [...WRITING_ERRORS, 'FILE_INCOMPLETE'],
  examples: [],
  command: { omitted: true },
});
