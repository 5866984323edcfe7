import { z } from 'zod';
import { canvasPlaceShape } from '../../canvas-shapes.ts';
import { defineOperation } from '../../operation.ts';
import { channelShape, nameShape, spaceShape } from '../../shapes.ts';
import { WRITING_ERRORS } from '../../writing-errors.ts';

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
  errors: [...WRITING_ERRORS, 'NOT_ALLOWED'],
  examples: ["plexi canvas name --space Lab --channel general 'As we agreed'"],
  command: { positional: ['name'] },
});
