import { z } from 'zod';
import { placedMessageShape } from '../../awareness.ts';
import { defineOperation } from '../../operation.ts';
import { spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'message.saved',
  summary: 'List the messages that you keep for later, newest first',
  kind: 'query',
  roles: ['peer'],
  input: z.object({ space: spaceShape.optional().describe('One space; without it, all') }),
  output: z.array(placedMessageShape),
  errors: ['NO_ACCOUNT', 'NOT_FOUND'],
  examples: ['plexi message saved'],
});
