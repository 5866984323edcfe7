import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { canvasPlaceShape, channelShape, nameShape, spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'canvas.name',
  summary: 'Name the present version of a canvas, to find it again',
  kind: 'command',
  roles: ['peer'],
  input: z.object({
    space: spaceShape,
    channel: channelShape,
    name: nameShape.describe("The version's name"),
  }),
  output: z.object({ at: canvasPlaceShape, name: z.string() }),
  errors: ['NO_ACCOUNT', 'NOT_FOUND', 'NOT_ALLOWED', 'KEY_MISSING', 'REMOVED_FROM_SPACE'],
  examples: ["plexi canvas name --space Lab --channel general 'As we agreed'"],
  command: { positional: ['name'] },
});
