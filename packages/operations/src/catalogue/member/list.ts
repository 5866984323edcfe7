import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { memberShape, spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'member.list',
  summary: 'List the members of a space',
  kind: 'query',
  roles: ['peer'],
  input: z.object({ space: spaceShape }),
  output: z.array(memberShape),
  errors: ['NO_ACCOUNT', 'NOT_FOUND'],
  examples: ['plexi member list --space Lab'],
  command: { fresh: true },
});
