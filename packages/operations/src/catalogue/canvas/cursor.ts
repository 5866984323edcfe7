import { LIMITS } from '@plexi/protocol';
import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { channelShape, spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'canvas.cursor',
  summary: 'Tell the others where this view is in the canvas',
  kind: 'command',
  roles: ['peer'],
  input: z.object({
    space: spaceShape,
    channel: channelShape,
    cursor: z
      .string()
      .max(LIMITS.canvasCursorBytes)
      .optional()
      .describe('Yjs relative positions of the selection, as JSON; absent when it leaves'),
  }),
  output: z.object({}),
  errors: ['NO_ACCOUNT', 'NOT_FOUND', 'REMOVED_FROM_SPACE', 'MUTED', 'DEVICE_FORKED', 'NOT_ADMITTED'],
  examples: [],
  command: { omitted: true },
});
