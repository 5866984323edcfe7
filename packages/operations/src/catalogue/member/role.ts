import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { grantedRoleShape, idShape, spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'member.role',
  summary: 'Make a member an admin or a moderator, or a member again',
  kind: 'command',
  roles: ['peer'],
  input: z.object({
    space: spaceShape,
    name: z.string().min(1).max(256).describe('The member, by name or account id'),
    role: grantedRoleShape.describe('What they are from then on'),
  }),
  output: z.object({ account: idShape, name: z.string(), role: grantedRoleShape }),
  errors: ['NO_ACCOUNT', 'NOT_FOUND', 'AMBIGUOUS_NAME', 'NOT_ALLOWED'],
  examples: ['plexi member role --space Lab Ben --role admin'],
  command: { fresh: true, positional: ['name'] },
});
