import { z } from 'zod';
import { presenceShape } from '../../awareness.ts';
import { defineOperation } from '../../operation.ts';
import { spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'presence.list',
  summary: 'List who is there',
  kind: 'query',
  roles: ['peer'],
  input: z.object({ space: spaceShape }),
  output: z.array(presenceShape),
  errors: ['NO_ACCOUNT', 'NOT_FOUND'],
  examples: ['plexi presence list --space Lab'],
  command: { online: true },
});
