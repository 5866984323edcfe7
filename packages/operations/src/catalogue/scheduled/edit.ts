import { z } from 'zod';
import { momentShape, scheduledShape } from '../../awareness.ts';
import { defineOperation } from '../../operation.ts';
import { idShape, messageTextShape } from '../../shapes.ts';

export default defineOperation({
  id: 'scheduled.edit',
  summary: 'Change a message that waits to be sent',
  kind: 'command',
  roles: ['peer'],
  input: z.object({
    id: idShape.describe('The scheduled message'),
    text: messageTextShape.optional().describe('Another text'),
    at: momentShape.optional().describe('Another time, ISO 8601'),
  }),
  output: scheduledShape,
  errors: ['NO_ACCOUNT', 'NOT_FOUND'],
  examples: [
    'plexi scheduled edit --at 2026-12-24T18:00:00Z 4be1c7d0f2a5934be1c7d0f2a5934be1c7d0f2a5934be1c7d0f2a5934be1c7d0',
  ],
  command: { positional: ['id'] },
});
