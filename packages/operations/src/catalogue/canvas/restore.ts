import { z } from 'zod';
import { canvasPlaceShape } from '../../canvas-shapes.ts';
import { defineOperation } from '../../operation.ts';
import { channelShape, spaceShape } from '../../shapes.ts';
import { WRITING_ERRORS } from '../../writing-errors.ts';

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
  errors: [...WRITING_ERRORS, 'NOT_ALLOWED', 'TOO_LARGE'],
  examples: ['plexi canvas restore --space Lab --channel general 1835008000000000'],
  command: { positional: ['at'] },
});
