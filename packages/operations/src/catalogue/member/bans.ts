import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { idShape, spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'member.bans',
  summary: 'List who is banned and who is muted',
  kind: 'query',
  roles: ['peer'],
  input: z.object({ space: spaceShape }),
  output: z.array(
    z.object({
      account: idShape,
      name: z.string(),
      kind: z.enum(['ban', 'mute']),
      channel: idShape.optional(),
      channelName: z.string().optional(),
      since: z.string(),
      until: z.string().optional(),
      by: z.string().describe('The display name of who did it'),
    }),
  ),
  errors: ['NO_ACCOUNT', 'NOT_FOUND'],
  examples: ['plexi member bans --space Lab'],
  command: { fresh: true },
});
