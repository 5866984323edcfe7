import { z } from 'zod';
import { defineOperation } from '../../operation.ts';

export default defineOperation({
  id: 'sync.pause',
  summary: 'Work offline: end every connection until you resume',
  kind: 'command',
  roles: ['peer'],
  input: z.object({}),
  output: z.object({ paused: z.boolean() }),
  errors: ['NO_ACCOUNT'],
  examples: ['plexi sync pause'],
});
