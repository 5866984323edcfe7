import { LIMITS } from '@plexi/protocol';
import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { channelShape, spaceShape } from '../../shapes.ts';
import { trustChangeShape } from '../../trust-change.ts';

const clockShape = z.coerce.number().int().min(0);

export default defineOperation({
  id: 'channel.changes',
  summary: 'List who came, left or was removed, with which devices, and whose role changed, oldest first',
  kind: 'query',
  roles: ['peer'],
  input: z.object({
    space: spaceShape,
    channel: channelShape,
    limit: z.coerce
      .number()
      .int()
      .min(1)
      .max(LIMITS.trustChanges)
      .default(50)
      .describe('How many at most, the newest of them'),
    after: clockShape.optional().describe('Only those after this clock, as messages have it'),
    before: clockShape.optional().describe('Only those before this clock'),
  }),
  output: z.array(trustChangeShape),
  errors: ['NO_ACCOUNT', 'NOT_FOUND'],
  examples: ['plexi channel changes --space Lab --channel budget'],
  command: { fresh: true },
});
