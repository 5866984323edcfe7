import { z } from 'zod';
import { canvasCursorShape } from '../../canvas-shapes.ts';
import { defineOperation } from '../../operation.ts';
import { channelShape, spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'canvas.open',
  summary: 'Open the canvas of a channel for editing',
  kind: 'query',
  roles: ['peer'],
  input: z.object({ space: spaceShape, channel: channelShape }),
  output: z.object({
    clientId: z.number().int().describe('The Yjs client id that this view must edit under'),
    clientIds: z.array(z.number().int()).describe('All that this device may write under in this canvas'),
    state: z.string().describe('base64url of the whole canvas as one Yjs update'),
    cursors: z.array(canvasCursorShape).describe('Who is in the canvas now'),
  }),
  errors: ['NO_ACCOUNT', 'NOT_FOUND', 'TOO_BUSY', 'REMOVED_FROM_SPACE'],
  examples: [],
  command: { omitted: true },
});
