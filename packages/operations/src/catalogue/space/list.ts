import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { spaceSummaryShape } from '../../shapes.ts';

export default defineOperation({
  id: 'space.list',
  summary: 'List the spaces of this profile',
  kind: 'query',
  roles: ['peer'],
  input: z.object({}),
  output: z.array(spaceSummaryShape),
  errors: ['NO_ACCOUNT'],
  examples: ['plexi space list', 'plexi space list --json'],
});
