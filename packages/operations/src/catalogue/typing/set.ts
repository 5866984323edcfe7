import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { channelShape, spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'typing.set',
  summary: 'Tell the others that you are writing',
  kind: 'command',
  roles: ['peer'],
  input: z.object({
    space: spaceShape,
    channel: channelShape,
    stopped: z.boolean().default(false).describe('Not any more'),
  }),
  output: z.object({}),
  errors: ['NO_ACCOUNT', 'NOT_FOUND'],
  examples: [],
  command: { omitted: true },
});
