import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { canvasPlaceShape, channelShape, spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'canvas.restore',
  summary: 'Bring back what a canvas said in an earlier version',
  kind: 'command',
  roles: ['peer'],
  input: z.object({
    space: spaceShape,
    channel: channelShape,
    at: canvasPlaceShape.describe('The version, from canvas history'),
  }),
  output: z.object({ markdown: z.string().describe('What the canvas says now') }),
  errors: ['NO_ACCOUNT', 'NOT_FOUND', 'NOT_ALLOWED', 'TOO_LARGE', 'KEY_MISSING', 'REMOVED_FROM_SPACE'],
  examples: ['plexi canvas restore --space Lab --channel general 1835008000000000'],
  command: { positional: ['at'] },
});
