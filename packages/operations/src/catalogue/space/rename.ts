import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { nameShape, spaceShape, spaceSummaryShape } from '../../shapes.ts';

export default defineOperation({
  id: 'space.rename',
  summary: 'Give a space another name',
  kind: 'command',
  roles: ['peer'],
  input: z.object({ space: spaceShape, name: nameShape.describe('The new name') }),
  output: spaceSummaryShape,
  errors: ['NO_ACCOUNT', 'NOT_FOUND', 'NAME_TAKEN', 'NOT_ALLOWED', 'KEY_MISSING', 'REMOVED_FROM_SPACE'],
  examples: ['plexi space rename --space Lab Laboratory'],
  command: { fresh: true, positional: ['name'] },
});
