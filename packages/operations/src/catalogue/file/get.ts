import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { idShape, spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'file.get',
  summary: 'Save a file, or the files of a message',
  kind: 'command',
  roles: ['command'],
  input: z.object({
    space: spaceShape,
    id: idShape.describe('A file, or a message that carries files'),
    out: z.string().min(1).describe('Where to: a file, a folder, or - for standard output'),
    force: z.boolean().default(false).describe('Write over a file that is there'),
    timeout: z.coerce
      .number()
      .min(0)
      .max(86_400)
      .default(60)
      .describe('Seconds without progress until it is given up'),
  }),
  output: z.object({
    files: z.array(z.object({ path: z.string(), name: z.string(), size: z.number(), id: idShape })),
  }),
  errors: ['NO_ACCOUNT', 'NOT_FOUND', 'FILE_UNAVAILABLE', 'FILE_DAMAGED', 'FILE_EXISTS', 'FILE_UNWRITABLE'],
  examples: [
    'plexi file get --space Lab 4f1c… --out plan.pdf',
    'plexi file get --space Lab 4f1c… --out ~/Downloads',
  ],
  command: { positional: ['id'], online: true, fresh: true },
});
