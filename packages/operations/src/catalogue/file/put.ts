import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { fileDataShape, idShape, spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'file.put',
  summary: 'Hand over the next part of a file',
  kind: 'command',
  roles: ['peer'],
  input: z.object({
    space: spaceShape,
    upload: idShape,
    offset: z.number().int().min(0).describe('Where the part belongs: behind what was handed over so far'),
    data: fileDataShape.describe('The part, base64'),
  }),
  output: z.object({ received: z.number().describe('Bytes handed over so far') }),
  errors: ['NO_ACCOUNT', 'NOT_FOUND', 'FILE_PART_MISPLACED', 'FILE_CHANGED', 'STORE_FAILED'],
  examples: [],
  command: { omitted: true },
});
