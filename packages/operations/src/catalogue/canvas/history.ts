import { z } from 'zod';
import { canvasPlaceShape } from '../../canvas-shapes.ts';
import { defineOperation } from '../../operation.ts';
import { channelShape, spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'canvas.history',
  summary: 'List the versions of a canvas, newest first',
  kind: 'query',
  roles: ['peer'],
  input: z.object({ space: spaceShape, channel: channelShape }),
  output: z.array(
    z.object({
      at: canvasPlaceShape.describe('The version: what canvas show and canvas restore take'),
      since: canvasPlaceShape.optional().describe('The version before it'),
      time: z.string().describe('ISO 8601'),
      editors: z.array(z.string()),
      edits: z.number(),
      name: z.string().optional().describe('What a member named it'),
    }),
  ),
  errors: ['NO_ACCOUNT', 'NOT_FOUND'],
  examples: ['plexi canvas history --space Lab --channel general'],
  command: { fresh: true },
});
