import { z } from 'zod';
import { canvasPlaceShape } from '../../canvas-shapes.ts';
import { defineOperation } from '../../operation.ts';
import { channelShape, spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'canvas.show',
  summary: 'Print the canvas of a channel as Markdown',
  kind: 'query',
  roles: ['peer'],
  input: z.object({
    space: spaceShape,
    channel: channelShape,
    at: canvasPlaceShape.optional().describe('As it was then: a version from canvas history'),
  }),
  output: z.object({
    markdown: z.string(),
    text: z.string().describe('The same without marks'),
    updated: z.string().optional().describe('When it was last edited, ISO 8601'),
    editors: z.array(z.string()).describe('Who edited it'),
  }),
  errors: ['NO_ACCOUNT', 'NOT_FOUND'],
  examples: ['plexi canvas show --space Lab --channel general'],
  command: { fresh: true },
});
