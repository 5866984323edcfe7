import { z } from 'zod';
import { admissionShape } from '../../governance.ts';
import { defineOperation } from '../../operation.ts';
import { channelShape, spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'channel.admissions',
  summary: 'List the guests, AI nodes and bots that channels admit',
  kind: 'query',
  roles: ['peer'],
  input: z.object({ space: spaceShape, channel: channelShape.optional() }),
  output: z.array(admissionShape),
  errors: ['NO_ACCOUNT', 'NOT_FOUND'],
  examples: ['plexi channel admissions --space Lab'],
  command: { fresh: true },
});
