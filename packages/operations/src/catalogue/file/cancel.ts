import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { idShape, spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'file.cancel',
  summary: 'Give up handing over a file, or fetching one',
  kind: 'command',
  roles: ['peer'],
  input: z.object({ space: spaceShape, id: idShape.describe('The transfer, as file status lists it') }),
  output: z.object({}),
  errors: ['NO_ACCOUNT', 'NOT_FOUND'],
  examples: ['plexi file cancel --space Lab 4f1c…'],
  command: { positional: ['id'] },
});
