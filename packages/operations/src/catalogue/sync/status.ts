import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { spaceShape, syncStatusShape } from '../../shapes.ts';

export default defineOperation({
  id: 'sync.status',
  summary: 'Say where a space stands with its relays and members',
  kind: 'query',
  roles: ['peer'],
  input: z.object({ space: spaceShape }),
  output: syncStatusShape,
  errors: ['NO_ACCOUNT', 'NOT_FOUND'],
  examples: ['plexi sync status --space Lab'],
  command: { fresh: true },
});
