import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { channelShape, fileShape, idShape, spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'file.list',
  summary: 'List the files of a channel, newest first',
  kind: 'query',
  roles: ['peer'],
  input: z.object({
    space: spaceShape,
    channel: channelShape,
    limit: z.coerce.number().int().min(1).max(500).default(50).describe('How many at most'),
    before: idShape.optional().describe('Only those before the files of this message'),
  }),
  output: z.array(
    fileShape.extend({
      message: idShape.describe('The message that carries it'),
      author: z.string(),
      time: z.string().describe('ISO 8601'),
    }),
  ),
  errors: ['NO_ACCOUNT', 'NOT_FOUND'],
  examples: ['plexi file list --space Lab --channel general'],
  command: { fresh: true },
});
