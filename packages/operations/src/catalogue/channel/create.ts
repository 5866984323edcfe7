import { LIMITS } from '@plexi/protocol';
import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { channelNameShape, channelSummaryShape, spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'channel.create',
  summary: 'Create a channel, for everyone in the space or for some',
  kind: 'command',
  roles: ['peer'],
  input: z.object({
    space: spaceShape,
    name: channelNameShape.describe("The channel's name"),
    private: z
      .boolean()
      .default(false)
      .describe('Only those who are added read it; nobody else is shown that it exists'),
    member: z
      .array(z.string().min(1).max(256))
      .max(LIMITS.addedAtOnce)
      .default([])
      .describe('Who is added to a private channel, by name or account id'),
  }),
  output: channelSummaryShape,
  errors: ['NO_ACCOUNT', 'NOT_FOUND', 'AMBIGUOUS_NAME', 'NAME_TAKEN', 'NOT_ALLOWED', 'INVALID_INPUT'],
  examples: [
    'plexi channel create --space Lab plans',
    'plexi channel create --space Lab budget --private --member Ben --member Cleo',
  ],
  command: { fresh: true, positional: ['name'] },
});
