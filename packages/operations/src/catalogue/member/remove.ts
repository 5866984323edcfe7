import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { idShape, spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'member.remove',
  summary: 'Remove a member: they read nothing that is written from then on',
  kind: 'command',
  roles: ['peer'],
  input: z.object({
    space: spaceShape,
    name: z.string().min(1).max(256).describe('The member, by name or account id'),
  }),
  output: z.object({ account: idShape, name: z.string() }),
  errors: ['NO_ACCOUNT', 'NOT_FOUND', 'AMBIGUOUS_NAME', 'NOT_ALLOWED'],
  examples: ['plexi member remove --space Lab Ben'],
  command: { fresh: true, positional: ['name'] },
});
