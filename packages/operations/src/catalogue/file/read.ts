import { FILE_CHUNK_BYTES } from '@plexi/protocol';
import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { idShape, spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'file.read',
  summary: 'Read a part of a file, fetching it where it is not here yet',
  kind: 'query',
  roles: ['peer'],
  input: z.object({
    space: spaceShape,
    id: idShape.describe('The file'),
    offset: z.number().int().min(0).default(0),
    length: z.number().int().min(1).max(FILE_CHUNK_BYTES).default(FILE_CHUNK_BYTES),
  }),
  output: z.object({
    data: z.string().describe('Base64; shorter than asked for at the end of the file only'),
    size: z.number().describe('Bytes of the whole file'),
  }),
  errors: ['NO_ACCOUNT', 'NOT_FOUND', 'FILE_UNAVAILABLE', 'FILE_DAMAGED'],
  examples: [],
  command: { omitted: true },
});
