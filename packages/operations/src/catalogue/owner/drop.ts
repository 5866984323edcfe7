import { z } from 'zod';
import { ownersShape } from '../../governance.ts';
import { defineOperation } from '../../operation.ts';
import { spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'owner.drop',
  summary: 'Vote for an owner to be an admin again: it takes more than half of the owners',
  kind: 'command',
  roles: ['peer'],
  input: z.object({
    space: spaceShape,
    name: z.string().min(1).max(256).describe('The owner, by name or account id'),
  }),
  output: ownersShape,
  errors: ['NO_ACCOUNT', 'NOT_FOUND', 'AMBIGUOUS_NAME', 'NOT_ALLOWED', 'REMOVED_FROM_SPACE', 'KEY_MISSING'],
  examples: ['plexi owner drop --space Lab Ben'],
  command: { fresh: true, positional: ['name'] },
});
