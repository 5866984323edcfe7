import { z } from 'zod';
import { channelPolicyShape } from '../../moderation.ts';
import { defineOperation } from '../../operation.ts';
import { channelShape, spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'channel.policy',
  summary: 'Show how the messages of a channel are moderated, and who decided that',
  kind: 'query',
  roles: ['peer'],
  input: z.object({ space: spaceShape, channel: channelShape }),
  output: channelPolicyShape,
  errors: ['NO_ACCOUNT', 'NOT_FOUND', 'KEY_MISSING'],
  examples: ['plexi channel policy --space Lab --channel general'],
  command: { fresh: true },
});
