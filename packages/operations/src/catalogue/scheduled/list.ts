import { z } from 'zod';
import { scheduledShape } from '../../awareness.ts';
import { defineOperation } from '../../operation.ts';
import { spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'scheduled.list',
  summary: 'List the messages that wait to be sent',
  kind: 'query',
  roles: ['peer'],
  input: z.object({ space: spaceShape.optional().describe('One space; without it, all') }),
  output: z.array(scheduledShape),
  errors: ['NO_ACCOUNT', 'NOT_FOUND'],
  examples: ['plexi scheduled list'],
});
