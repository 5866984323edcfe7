import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { idShape, spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'member.unban',
  summary: 'Lift a ban: a new invite admits them again',
  kind: 'command',
  roles: ['peer'],
  input: z.object({
    space: spaceShape,
    name: z.string().min(1).max(256).describe('Who was banned, by name or account id'),
  }),
  output: z.object({ account: idShape, name: z.string() }),
  errors: ['NO_ACCOUNT', 'NOT_FOUND', 'AMBIGUOUS_NAME', 'NOT_ALLOWED', 'REMOVED_FROM_SPACE', 'KEY_MISSING'],
  examples: ['plexi member unban --space Lab Mallory'],
  command: { fresh: true, positional: ['name'] },
});
