import { z } from 'zod';
import { forkShape } from '../../governance.ts';
import { defineOperation } from '../../operation.ts';
import { spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'fork.list',
  summary: 'List devices that wrote two histories, as it was proved',
  kind: 'query',
  roles: ['peer'],
  input: z.object({ space: spaceShape }),
  output: z.array(forkShape),
  errors: ['NO_ACCOUNT', 'NOT_FOUND'],
  examples: ['plexi fork list --space Lab'],
  command: { fresh: true },
});
