import { LIMITS } from '@plexi/protocol';
import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { channelShape, messageShape, messageTextShape, pollOptionShape, spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'message.poll',
  summary: 'Ask a question with options to vote on',
  kind: 'command',
  roles: ['peer'],
  input: z.object({
    space: spaceShape,
    channel: channelShape,
    question: messageTextShape.describe('The question'),
    options: z
      .array(pollOptionShape)
      .min(2, 'a poll needs two options')
      .max(LIMITS.pollOptions)
      .describe('What one may choose'),
    multiple: z.boolean().default(false).describe('Whether one may choose several'),
  }),
  output: messageShape,
  errors: ['NO_ACCOUNT', 'NOT_FOUND', 'NOT_ALLOWED', 'KEY_MISSING', 'REMOVED_FROM_SPACE'],
  examples: ['plexi message poll --space Lab --channel general "Lunch?" --options Soup --options Salad'],
  command: { positional: ['question'] },
});
