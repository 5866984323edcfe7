import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { channelShape, messageShape, messageTextShape, spaceShape } from '../../shapes.ts';
import { WRITING_ERRORS } from '../../writing-errors.ts';

export default defineOperation({
  id: 'ai.ask',
  summary: 'Ask an AI node that a channel admits, for all there to see; or in private',
  kind: 'command',
  roles: ['peer'],
  input: z.object({
    space: spaceShape,
    name: z
      .string()
      .min(1)
      .max(256)
      .describe('The AI node, by name or account id; ai for whichever is free first'),
    text: messageTextShape.describe('The question; - reads standard input'),
    channel: channelShape.optional().describe('Where to ask; without it in private, sealed to the node'),
    wait: z.coerce
      .number()
      .min(0)
      .max(600)
      .default(60)
      .describe('Seconds to wait for the answer; with 0 only the question is written'),
  }),
  output: z.object({ question: messageShape, answer: messageShape.optional() }),
  errors: [...WRITING_ERRORS, 'NOT_ALLOWED', 'TOO_LARGE'],
  examples: ['plexi ai ask --space Lab --channel general Atlas "What did we decide on Monday?"'],
  command: { fresh: true, positional: ['name', 'text'], stdin: 'text' },
});
