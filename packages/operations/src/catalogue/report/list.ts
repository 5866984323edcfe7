import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { reportShape } from '../../report.ts';
import { spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'report.list',
  summary: 'List reports: of a space that you are in charge of all, else your own',
  kind: 'query',
  roles: ['peer'],
  input: z.object({ space: spaceShape }),
  output: z.array(reportShape),
  errors: ['NO_ACCOUNT', 'NOT_FOUND'],
  examples: ['plexi report list --space Lab'],
  command: { fresh: true },
});
