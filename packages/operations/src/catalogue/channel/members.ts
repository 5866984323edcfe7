import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { channelShape, memberShape, spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'channel.members',
  summary: 'List who can read a channel',
  kind: 'query',
  roles: ['peer'],
  input: z.object({ space: spaceShape, channel: channelShape }),
  output: z.object({
    private: z.boolean(),
    canAdd: z.boolean().describe('Whether this account may add others to it'),
    members: z.array(memberShape),
  }),
  errors: ['NO_ACCOUNT', 'NOT_FOUND'],
  examples: ['plexi channel members --space Lab --channel budget'],
  command: { fresh: true },
});
