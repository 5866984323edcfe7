import { z } from 'zod';
import { defineOperation } from '../../operation.ts';

export default defineOperation({
  id: 'relay.stop',
  summary: 'Stop the local relay',
  kind: 'command',
  roles: ['command'],
  input: z.object({}),
  output: z.object({ stopped: z.boolean() }),
  errors: ['RELAY_NOT_RUNNING'],
  examples: ['plexi relay stop'],
});
