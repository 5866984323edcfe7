import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { spaceShape, transferShape } from '../../shapes.ts';

export default defineOperation({
  id: 'file.status',
  summary: 'Show the files that are on their way',
  kind: 'query',
  roles: ['peer'],
  input: z.object({ space: spaceShape }),
  output: z.array(transferShape),
  errors: ['NO_ACCOUNT', 'NOT_FOUND'],
  examples: ['plexi file status --space Lab'],
});
