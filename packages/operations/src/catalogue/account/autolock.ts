import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { protectionShape } from '../../shapes.ts';

export default defineOperation({
  id: 'account.autolock',
  summary: 'Have this profile lock itself when nobody has used it for a while',
  kind: 'command',
  roles: ['peer'],
  input: z.object({
    minutes: z.int().min(0).max(1440).describe('Minutes without use; 0 for never'),
  }),
  output: protectionShape,
  errors: ['NO_ACCOUNT', 'PASSPHRASE_NEEDED', 'PASSPHRASE_UNSET'],
  examples: ['plexi account autolock 15'],
  command: { positional: ['minutes'] },
});
