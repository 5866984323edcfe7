import { LIMITS } from '@plexi/protocol';
import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { channelShape, spaceShape } from '../../shapes.ts';
import { WRITING_ERRORS } from '../../writing-errors.ts';

export default defineOperation({
  id: 'canvas.update',
  summary: 'Add an edit to the canvas of a channel',
  kind: 'command',
  roles: ['peer'],
  input: z.object({
    space: spaceShape,
    channel: channelShape,
    update: z
      .string()
      .max(2 * LIMITS.canvasUpdateBytes)
      .describe('base64url of a Yjs update'),
  }),
  output: z.object({}),
  errors: [...WRITING_ERRORS, 'NOT_ALLOWED', 'TOO_LARGE'],
  examples: [],
  command: { omitted: true },
});
