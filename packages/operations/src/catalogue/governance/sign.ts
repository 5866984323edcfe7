import { z } from 'zod';
import { finalityShape } from '../../governance.ts';
import { defineOperation } from '../../operation.ts';
import { spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'governance.sign',
  summary: 'Sign, as an owner, what was decided so far: with more than half of the owners it is final',
  kind: 'command',
  roles: ['peer'],
  input: z.object({ space: spaceShape }),
  output: finalityShape,
  errors: ['NO_ACCOUNT', 'NOT_FOUND', 'NOT_ALLOWED', 'REMOVED_FROM_SPACE', 'KEY_MISSING'],
  examples: ['plexi governance sign --space Lab'],
  command: { fresh: true },
});
