import { LIMITS } from '@plexi/protocol';
import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { channelShape, fileNameShape, idShape, previewShape, spaceShape } from '../../shapes.ts';
import { WRITING_ERRORS } from '../../writing-errors.ts';

const sideShape = z.coerce
  .number()
  .int()
  .min(1)
  .max(2 ** 16);

export default defineOperation({
  id: 'file.begin',
  summary: 'Begin to hand over a file, in parts, that a message is to carry',
  kind: 'command',
  roles: ['peer'],
  input: z.object({
    space: spaceShape,
    channel: channelShape,
    name: fileNameShape.describe("The file's name"),
    type: z.string().max(LIMITS.fileTypeBytes).default('').describe('Its media type'),
    size: z.number().int().min(0).describe('Bytes'),
    modified: z
      .number()
      .optional()
      .describe(
        'When it was last changed, milliseconds since 1970: what a restart broke off goes on with the same file',
      ),
    width: sideShape.optional().describe('Pixels, of a picture'),
    height: sideShape.optional(),
    preview: previewShape.optional().describe('A small picture of it: a data: address'),
  }),
  output: z.object({
    upload: idShape,
    received: z.number().describe('Bytes handed over so far: more than 0 where it goes on'),
  }),
  errors: [...WRITING_ERRORS, 'TOO_LARGE', 'TOO_BUSY'],
  examples: [],
  command: { omitted: true },
});
