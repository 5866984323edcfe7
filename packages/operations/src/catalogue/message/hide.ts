import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { idShape, spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'message.hide',
  summary: 'Take a message away for yourself only',
  kind: 'command',
  roles: ['peer'],
  input: z.object({
    space: spaceShape,
    id: idShape.describe('The message'),
    remove: z.boolean().default(false).describe('Show it again'),
  }),
  output: z.object({ id: idShape, hidden: z.boolean() }),
  errors: ['NO_ACCOUNT', 'NOT_FOUND'],
  examples: [
    'plexi message hide --space Lab 4be1c7d0f2a5934be1c7d0f2a5934be1c7d0f2a5934be1c7d0f2a5934be1c7d0',
  ],
  command: { positional: ['id'] },
});
