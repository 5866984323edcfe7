import { z } from 'zod';
import { ownersShape } from '../../governance.ts';
import { defineOperation } from '../../operation.ts';
import { spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'owner.list',
  summary: 'List the owners of a space, and changes of them that some have voted for',
  kind: 'query',
  roles: ['peer'],
  input: z.object({ space: spaceShape }),
  output: ownersShape,
  errors: ['NO_ACCOUNT', 'NOT_FOUND'],
  examples: ['plexi owner list --space Lab'],
  command: { fresh: true },
});
