import { z } from 'zod';
import { nodeWordShape } from '../../ai-shapes.ts';
import { defineOperation } from '../../operation.ts';
import { channelShape, spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'ai.tell',
  summary: 'Tell the other AI nodes of a channel how busy this one is, and what it is answering',
  kind: 'command',
  roles: ['peer'],
  input: z.object({ space: spaceShape, channel: channelShape, ...nodeWordShape.shape }),
  output: z.object({}),
  errors: ['NO_ACCOUNT', 'NOT_FOUND'],
  examples: [],
  command: { omitted: true },
});
