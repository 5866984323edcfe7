import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { channelShape, spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'note.show',
  summary: 'Print the shared note of a channel',
  kind: 'query',
  roles: ['peer'],
  input: z.object({ space: spaceShape, channel: channelShape }),
  output: z.object({ text: z.string() }),
  errors: ['NO_ACCOUNT', 'NOT_FOUND'],
  examples: ['plexi note show --space Lab --channel general'],
  command: { fresh: true },
});
