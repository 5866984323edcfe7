import { z } from 'zod';
import { ownersShape } from '../../governance.ts';
import { defineOperation } from '../../operation.ts';
import { spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'owner.add',
  summary: 'Vote for a member to become an owner: it takes more than half of the owners',
  kind: 'command',
  roles: ['peer'],
  input: z.object({
    space: spaceShape,
    name: z.string().min(1).max(256).describe('The member, by name or account id'),
  }),
  output: ownersShape,
  errors: ['NO_ACCOUNT', 'NOT_FOUND', 'AMBIGUOUS_NAME', 'NOT_ALLOWED', 'REMOVED_FROM_SPACE', 'KEY_MISSING'],
  examples: ['plexi owner add --space Lab Ben'],
  command: { fresh: true, positional: ['name'] },
});
