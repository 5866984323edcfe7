import { z } from 'zod';
import { defineOperation } from '../../operation.ts';

export default defineOperation({
  id: 'sync.resume',
  summary: 'Go online again',
  kind: 'command',
  roles: ['peer'],
  input: z.object({}),
  output: z.object({ paused: z.boolean() }),
  errors: ['NO_ACCOUNT'],
  examples: ['plexi sync resume'],
});
