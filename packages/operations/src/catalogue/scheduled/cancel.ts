import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { idShape } from '../../shapes.ts';

export default defineOperation({
  id: 'scheduled.cancel',
  summary: 'Do not send a message that waits to be sent',
  kind: 'command',
  roles: ['peer'],
  input: z.object({ id: idShape.describe('The scheduled message') }),
  output: z.object({ id: idShape }),
  errors: ['NO_ACCOUNT', 'NOT_FOUND'],
  examples: ['plexi scheduled cancel 4be1c7d0f2a5934be1c7d0f2a5934be1c7d0f2a5934be1c7d0f2a5934be1c7d0'],
  command: { positional: ['id'] },
});
