import { z } from 'zod';
import { findingShape } from '../../finding.ts';
import { defineOperation } from '../../operation.ts';
import { channelShape, messageTextShape, spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'message.check',
  summary: 'Say what moderation would find in a message before it is sent; nothing is sent',
  kind: 'query',
  roles: ['peer'],
  input: z.object({
    space: spaceShape,
    channel: channelShape,
    text: messageTextShape.describe('What is to be sent'),
  }),
  output: z.object({
    withheld: z
      .boolean()
      .describe('Whether others would be warned first, until somebody in charge reviewed it'),
    finding: findingShape.optional(),
  }),
  errors: ['NO_ACCOUNT', 'NOT_FOUND', 'TOO_LARGE'],
  examples: ["plexi message check --space Lab --channel general 'Good morning'"],
  command: { fresh: true, positional: ['text'] },
});
