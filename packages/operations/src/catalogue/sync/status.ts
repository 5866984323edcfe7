import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { channelShape, spaceShape } from '../../shapes.ts';
import { syncStatusShape } from '../../sync-shapes.ts';

export default defineOperation({
  id: 'sync.status',
  summary: 'Say where a space stands with its relays and members',
  kind: 'query',
  roles: ['peer'],
  input: z.object({
    space: spaceShape,
    channel: channelShape.optional().describe('Only where this channel stands, in full'),
  }),
  output: syncStatusShape,
  errors: ['NO_ACCOUNT', 'NOT_FOUND'],
  examples: ['plexi sync status --space Lab', 'plexi sync status --space Lab --channel general'],
  command: { fresh: true },
});
