import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { channelNameShape, channelSummaryShape, spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'channel.create',
  summary: 'Create a channel',
  kind: 'command',
  roles: ['peer'],
  input: z.object({ space: spaceShape, name: channelNameShape.describe("The channel's name") }),
  output: channelSummaryShape,
  errors: ['NO_ACCOUNT', 'NOT_FOUND', 'NAME_TAKEN', 'NOT_ALLOWED'],
  examples: ['plexi channel create --space Lab plans'],
  command: { fresh: true, positional: ['name'] },
});
