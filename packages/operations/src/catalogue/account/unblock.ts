import { z } from 'zod';
import { blockedShape } from '../../awareness.ts';
import { defineOperation } from '../../operation.ts';
import { spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'account.unblock',
  summary: 'See and hear somebody again',
  kind: 'command',
  roles: ['peer'],
  input: z.object({
    space: spaceShape,
    name: z.string().min(1).max(256).describe('The person, by name or account id'),
  }),
  output: blockedShape,
  errors: ['NO_ACCOUNT', 'NOT_FOUND'],
  examples: ['plexi account unblock --space Lab Mallory'],
  command: { positional: ['name'] },
});
