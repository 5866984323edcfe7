import { z } from 'zod';
import { defineOperation } from '../../operation.ts';

export default defineOperation({
  id: 'presence.active',
  summary: 'Say whether somebody is at this device',
  kind: 'command',
  roles: ['peer'],
  input: z.object({ active: z.boolean() }),
  output: z.object({}),
  errors: ['NO_ACCOUNT'],
  examples: [],
  command: { omitted: true },
});
