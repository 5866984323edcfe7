import { z } from 'zod';
import { canvasPlaceShape } from '../../canvas-shapes.ts';
import { defineOperation } from '../../operation.ts';
import { channelShape, spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'canvas.compare',
  summary: 'Show what was added to and removed from a canvas, and by whom',
  kind: 'query',
  roles: ['peer'],
  input: z.object({
    space: spaceShape,
    channel: channelShape,
    at: canvasPlaceShape.describe('The later version, from canvas history'),
    since: canvasPlaceShape.optional().describe('The earlier one; the beginning where none is given'),
  }),
  output: z.object({
    blocks: z.array(
      z.object({
        type: z.string(),
        depth: z.number().describe('How deep in lists and quotes'),
        level: z.number().optional().describe('Of a heading'),
        checked: z.boolean().optional().describe('Of a task'),
        change: z.enum(['added', 'removed']).optional(),
        by: z.string().optional(),
        parts: z.array(
          z.object({
            text: z.string(),
            change: z.enum(['added', 'removed']).optional(),
            by: z.string().optional().describe('Who added or removed it'),
          }),
        ),
      }),
    ),
    truncated: z.boolean().describe('Whether there is more than is shown'),
  }),
  errors: ['NO_ACCOUNT', 'NOT_FOUND'],
  examples: [],
  command: { positional: ['at'] },
});
