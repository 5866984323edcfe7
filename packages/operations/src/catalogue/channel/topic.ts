import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { channelShape, channelSummaryShape, spaceShape, topicShape } from '../../shapes.ts';

export default defineOperation({
  id: 'channel.topic',
  summary: 'Say what a channel is about',
  kind: 'command',
  roles: ['peer'],
  input: z.object({
    space: spaceShape,
    channel: channelShape,
    topic: topicShape.describe('One line; empty takes it away'),
  }),
  output: channelSummaryShape,
  errors: ['NO_ACCOUNT', 'NOT_FOUND', 'NOT_ALLOWED', 'KEY_MISSING', 'REMOVED_FROM_SPACE'],
  examples: ['plexi channel topic --space Lab --channel general "What everyone should know"'],
  command: { positional: ['topic'] },
});
