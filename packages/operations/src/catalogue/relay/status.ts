import { z } from 'zod';
import { defineOperation } from '../../operation.ts';

export default defineOperation({
  id: 'relay.status',
  summary: 'Say whether the local relay runs, and where',
  kind: 'query',
  roles: ['command'],
  input: z.object({}),
  output: z.object({
    running: z.boolean(),
    address: z.string().optional(),
    localOnly: z.boolean().optional(),
    spaces: z.number().optional(),
    clients: z.number().optional(),
  }),
  errors: [],
  examples: ['plexi relay status'],
});
