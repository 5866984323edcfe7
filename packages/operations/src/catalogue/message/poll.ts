import { LIMITS } from '@plexi/protocol';
import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { channelShape, messageShape, messageTextShape, pollOptionShape, spaceShape } from '../../shapes.ts';
import { WRITING_ERRORS } from '../../writing-errors.ts';

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
  errors: [...WRITING_ERRORS, 'NOT_ALLOWED'],
  examples: ['plexi message poll --space Lab --channel general "Lunch?" --options Soup --options Salad'],
  command: { positional: ['question'] },
});
