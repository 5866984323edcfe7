import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { spaceShape } from '../../shapes.ts';
import { syncStatusShape } from '../../sync-shapes.ts';

export default defineOperation({
  id: 'sync.wait',
  summary: 'Wait until every listed relay has signed that it holds all that is here',
  kind: 'query',
  roles: ['peer'],
  input: z.object({
    space: spaceShape,
    timeout: z.coerce.number().min(0).max(86400).default(30).describe('Seconds'),
  }),
  output: syncStatusShape,
  errors: ['NO_ACCOUNT', 'NOT_FOUND', 'NO_SYNC'],
  examples: ['plexi sync wait --space Lab --timeout 10'],
  command: { online: true },
});
