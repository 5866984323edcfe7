import { LIMITS } from '@plexi/protocol';
import { z } from 'zod';
import { momentShape } from '../../awareness.ts';
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
    after: idShape.optional().describe('Only those after this message, the oldest of them'),
    around: idShape.optional().describe('This message with those on both sides of it'),
    since: momentShape.optional().describe('Only those from this moment on, the oldest of them, ISO 8601'),
    replies: z.boolean().default(true).describe('With what is shown in threads only'),
  }),
  output: z.array(messageShape),
  errors: ['NO_ACCOUNT', 'NOT_FOUND'],
  examples: [
    'plexi message list --space Lab --channel general --limit 20',
    'plexi message list --space Lab --channel general --no-replies',
  ],
  command: { fresh: true },
});
