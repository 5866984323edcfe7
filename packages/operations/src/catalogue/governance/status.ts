import { z } from 'zod';
import { finalityShape } from '../../governance.ts';
import { defineOperation } from '../../operation.ts';
import { spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'governance.status',
  summary: 'Show what of a space is final, by whose signatures, and what waits for them',
  kind: 'query',
  roles: ['peer'],
  input: z.object({ space: spaceShape }),
  output: finalityShape,
  errors: ['NO_ACCOUNT', 'NOT_FOUND'],
  examples: ['plexi governance status --space Lab'],
  command: { fresh: true },
});
