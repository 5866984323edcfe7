import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { fileShape, idShape, spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'file.show',
  summary: 'Show what is known of a file, or of the files of a message',
  kind: 'query',
  roles: ['peer'],
  input: z.object({ space: spaceShape, id: idShape.describe('A file, or a message that carries files') }),
  output: z.array(fileShape),
  errors: ['NO_ACCOUNT', 'NOT_FOUND'],
  examples: ['plexi file show --space Lab 4f1c…'],
  command: { positional: ['id'], fresh: true },
});
