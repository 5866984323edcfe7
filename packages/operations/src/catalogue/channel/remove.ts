import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { channelShape, idShape, spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'channel.remove',
  summary: 'Remove a member from a private channel: they read nothing that is written afterwards',
  kind: 'command',
  roles: ['peer'],
  input: z.object({
    space: spaceShape,
    channel: channelShape,
    name: z.string().min(1).max(256).describe('The member, by name or account id'),
  }),
  output: z.object({ account: idShape, name: z.string() }),
  errors: ['NO_ACCOUNT', 'NOT_FOUND', 'AMBIGUOUS_NAME', 'NOT_ALLOWED', 'KEY_MISSING', 'REMOVED_FROM_SPACE'],
  examples: ['plexi channel remove --space Lab --channel budget Ben'],
  command: { fresh: true, positional: ['name'] },
});
