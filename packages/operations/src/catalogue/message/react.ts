import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { idShape, messageShape, spaceShape } from '../../shapes.ts';
import { WRITING_ERRORS } from '../../writing-errors.ts';

export default defineOperation({
  id: 'message.react',
  summary: 'React to a message with an emoji',
  kind: 'command',
  roles: ['peer'],
  input: z.object({
    space: spaceShape,
    id: idShape.describe('The message'),
    emoji: z.string().min(1).max(64).describe('One emoji'),
    remove: z.boolean().default(false).describe('Take the reaction back'),
  }),
  output: messageShape,
  errors: [...WRITING_ERRORS, 'MESSAGE_DELETED'],
  examples: ['plexi message react --space Lab ID 👍', 'plexi message react --space Lab ID 👍 --remove'],
  command: { positional: ['id', 'emoji'] },
});
