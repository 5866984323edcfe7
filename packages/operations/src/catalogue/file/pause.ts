import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { idShape, spaceShape, transferShape } from '../../shapes.ts';

export default defineOperation({
  id: 'file.pause',
  summary: 'Hold a file on its way until file resume',
  kind: 'command',
  roles: ['peer'],
  input: z.object({ space: spaceShape, id: idShape.describe('The file') }),
  output: transferShape,
  errors: ['NO_ACCOUNT', 'NOT_FOUND'],
  examples: ['plexi file pause --space Lab 4f1c…'],
  command: { positional: ['id'] },
});
