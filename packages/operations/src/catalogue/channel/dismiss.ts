import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { channelShape, idShape, spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'channel.dismiss',
  summary: 'Let a guest, an AI node or a bot read nothing more of a channel',
  kind: 'command',
  roles: ['peer'],
  input: z.object({
    space: spaceShape,
    channel: channelShape,
    name: z.string().min(1).max(256).describe('The guest, AI node or bot, by name or account id'),
  }),
  output: z.object({ account: idShape, name: z.string() }),
  errors: ['NO_ACCOUNT', 'NOT_FOUND', 'AMBIGUOUS_NAME', 'NOT_ALLOWED', 'REMOVED_FROM_SPACE', 'KEY_MISSING'],
  examples: ['plexi channel dismiss --space Lab --channel general Atlas'],
  command: { fresh: true, positional: ['name'] },
});
