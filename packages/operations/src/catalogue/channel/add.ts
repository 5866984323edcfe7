import { LIMITS } from '@plexi/protocol';
import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { channelShape, memberShape, spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'channel.add',
  summary: 'Add members of the space to a private channel; they read its history too',
  kind: 'command',
  roles: ['peer'],
  input: z.object({
    space: spaceShape,
    channel: channelShape,
    names: z
      .array(z.string().min(1).max(256))
      .min(1)
      .max(LIMITS.addedAtOnce)
      .describe('Who, by name or account id'),
  }),
  output: z.array(memberShape),
  errors: ['NO_ACCOUNT', 'NOT_FOUND', 'AMBIGUOUS_NAME', 'NOT_ALLOWED', 'KEY_MISSING', 'REMOVED_FROM_SPACE'],
  examples: ['plexi channel add --space Lab --channel budget Ben Cleo'],
  command: { fresh: true, positional: ['names'] },
});
