import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { channelSummaryShape, spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'channel.list',
  summary: 'List the channels of a space, with the private ones that this account is in',
  kind: 'query',
  roles: ['peer'],
  input: z.object({
    space: spaceShape,
    archived: z.boolean().default(false).describe('With those that are archived'),
  }),
  output: z.array(channelSummaryShape),
  errors: ['NO_ACCOUNT', 'NOT_FOUND'],
  examples: ['plexi channel list --space Lab'],
  command: { fresh: true },
});
