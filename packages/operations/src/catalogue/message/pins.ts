import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { channelShape, messageShape, spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'message.pins',
  summary: 'List the pinned messages of a channel',
  kind: 'query',
  roles: ['peer'],
  input: z.object({
    space: spaceShape,
    channel: channelShape,
  }),
  output: z.array(messageShape),
  errors: ['NO_ACCOUNT', 'NOT_FOUND'],
  examples: ['plexi message pins --space Lab --channel general'],
  command: { fresh: true },
});
