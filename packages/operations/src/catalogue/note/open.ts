import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { channelShape, spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'note.open',
  summary: 'Open the shared note of a channel for editing',
  kind: 'query',
  roles: ['peer'],
  input: z.object({ space: spaceShape, channel: channelShape }),
  output: z.object({
    clientId: z.number().int().describe('The Yjs client id that this view must edit under'),
    state: z.string().describe('base64url of the whole note as one Yjs update'),
  }),
  errors: ['NO_ACCOUNT', 'NOT_FOUND'],
  examples: [],
  command: { omitted: true },
});
