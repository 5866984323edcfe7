import { LIMITS } from '@plexi/protocol';
import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { channelShape, channelSummaryShape, spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'channel.retain',
  summary: 'Have the messages of a channel disappear after a time',
  kind: 'command',
  roles: ['peer'],
  input: z.object({
    space: spaceShape,
    channel: channelShape,
    seconds: z.coerce
      .number()
      .int()
      .min(0)
      .max(LIMITS.retentionMs / 1000)
      .describe('How long messages written from now on stay; 0 keeps them'),
  }),
  output: channelSummaryShape,
  errors: ['NO_ACCOUNT', 'NOT_FOUND', 'NOT_ALLOWED', 'REMOVED_FROM_SPACE'],
  examples: ['plexi channel retain --space Lab --channel general --seconds 86400'],
  command: { fresh: true },
});
