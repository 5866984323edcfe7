import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { channelShape, idShape, spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'member.unmute',
  summary: 'Give a member their voice back',
  kind: 'command',
  roles: ['peer'],
  input: z.object({
    space: spaceShape,
    name: z.string().min(1).max(256).describe('The member, by name or account id'),
    channel: channelShape.optional().describe('Where it was taken in one channel only'),
  }),
  output: z.object({ account: idShape, name: z.string() }),
  errors: ['NO_ACCOUNT', 'NOT_FOUND', 'AMBIGUOUS_NAME', 'NOT_ALLOWED', 'REMOVED_FROM_SPACE', 'KEY_MISSING'],
  examples: ['plexi member unmute --space Lab Ben'],
  command: { fresh: true, positional: ['name'] },
});
