import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { idShape, spaceShape, transferShape } from '../../shapes.ts';

export default defineOperation({
  id: 'file.resume',
  summary: 'Fetch a whole file here, or go on with one that was held',
  kind: 'command',
  roles: ['peer'],
  input: z.object({ space: spaceShape, id: idShape.describe('The file') }),
  output: transferShape,
  errors: ['NO_ACCOUNT', 'NOT_FOUND'],
  examples: ['plexi file resume --space Lab 4f1c…'],
  command: { positional: ['id'] },
});
