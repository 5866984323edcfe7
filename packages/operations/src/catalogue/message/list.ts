import { LIMITS } from '@plexi/protocol';
import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { channelShape, idShape, messageShape, spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'message.list',
  summary: 'List the newest messages of a channel, oldest first',
  kind: 'query',
  roles: ['peer'],
  input: z.object({
    space: spaceShape,
    channel: channelShape,
    limit: z.coerce.number().int().min(1).max(LIMITS.importLines).default(50).describe('How many at most'),
    before: idShape.optional().describe('Only those before this message'),
  }),
  output: z.array(messageShape),
  errors: ['NO_ACCOUNT', 'NOT_FOUND'],
  examples: ['plexi message list --space Lab --channel general --limit 20'],
  command: { fresh: true },
});
