import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { channelNameShape, channelShape, channelSummaryShape, spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'channel.rename',
  summary: 'Give a channel another name',
  kind: 'command',
  roles: ['peer'],
  input: z.object({
    space: spaceShape,
    channel: channelShape,
    name: channelNameShape.describe('The new name'),
  }),
  output: channelSummaryShape,
  errors: ['NO_ACCOUNT', 'NOT_FOUND', 'NAME_TAKEN', 'NOT_ALLOWED', 'KEY_MISSING', 'REMOVED_FROM_SPACE'],
  examples: ['plexi channel rename --space Lab --channel plans roadmap'],
  command: { fresh: true, positional: ['name'] },
});
