import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { channelShape, channelSummaryShape, spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'channel.archive',
  summary: 'Archive a channel: it leaves the list and stays readable',
  kind: 'command',
  roles: ['peer'],
  input: z.object({ space: spaceShape, channel: channelShape }),
  output: channelSummaryShape,
  errors: ['NO_ACCOUNT', 'NOT_FOUND', 'NOT_ALLOWED', 'KEY_MISSING', 'REMOVED_FROM_SPACE'],
  examples: ['plexi channel archive --space Lab --channel plans'],
  command: { fresh: true },
});
