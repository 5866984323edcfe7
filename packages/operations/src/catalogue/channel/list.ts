import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { channelSummaryShape, spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'channel.list',
  summary: 'List the channels of a space',
  kind: 'query',
  roles: ['peer'],
  input: z.object({ space: spaceShape }),
  output: z.array(channelSummaryShape),
  errors: ['NO_ACCOUNT', 'NOT_FOUND'],
  examples: ['plexi channel list --space Lab'],
  command: { fresh: true },
});
