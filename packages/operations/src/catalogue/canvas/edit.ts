import { z } from 'zod';
import { canvasTextShape } from '../../canvas-shapes.ts';
import { defineOperation } from '../../operation.ts';
import { channelShape, spaceShape } from '../../shapes.ts';
import { WRITING_ERRORS } from '../../writing-errors.ts';

export default defineOperation({
  id: 'canvas.edit',
  summary: 'Replace what the canvas of a channel says, or add to its end',
  kind: 'command',
  roles: ['peer'],
  input: z.object({
    space: spaceShape,
    channel: channelShape,
    text: canvasTextShape.describe('Markdown; - reads standard input'),
    append: z.boolean().default(false).describe('Whether to add to the end instead of replacing everything'),
  }),
  output: z.object({ markdown: z.string().describe('What the canvas says now') }),
  errors: [...WRITING_ERRORS, 'NOT_ALLOWED', 'TOO_LARGE'],
  examples: [
    "plexi canvas edit --space Lab --channel general --append '- [ ] Order cables'",
    'cat plan.md | plexi canvas edit --space Lab --channel general -',
  ],
  command: { positional: ['text'], stdin: 'text' },
});
