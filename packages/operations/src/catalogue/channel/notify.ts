import { z } from 'zod';
import { channelNotifyShape } from '../../awareness.ts';
import { defineOperation } from '../../operation.ts';
import { spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'channel.notify',
  summary: 'List what each channel may notify you of',
  kind: 'query',
  roles: ['peer'],
  input: z.object({ space: spaceShape }),
  output: z.array(channelNotifyShape),
  errors: ['NO_ACCOUNT', 'NOT_FOUND'],
  examples: ['plexi channel notify --space Lab'],
});
