import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { idShape, messageShape, spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'message.save',
  summary: 'Keep a message for later',
  kind: 'command',
  roles: ['peer'],
  input: z.object({
    space: spaceShape,
    id: idShape.describe('The message'),
    remove: z.boolean().default(false).describe('Keep it no longer'),
  }),
  output: messageShape,
  errors: ['NO_ACCOUNT', 'NOT_FOUND'],
  examples: [
    'plexi message save --space Lab 4be1c7d0f2a5934be1c7d0f2a5934be1c7d0f2a5934be1c7d0f2a5934be1c7d0',
    'plexi message save --space Lab --remove 4be1c7d0f2a5934be1c7d0f2a5934be1c7d0f2a5934be1c7d0f2a5934be1c7d0',
  ],
  command: { positional: ['id'] },
});
