import { z } from 'zod';
import { defineOperation } from '../../operation.ts';

export default defineOperation({
  id: 'peer.up',
  summary: 'Run the client of this profile without a window until stopped',
  kind: 'command',
  roles: ['command'],
  input: z.object({}),
  output: z.object({}),
  errors: ['NO_ACCOUNT', 'PROFILE_IN_USE'],
  examples: ['plexi up', 'plexi up --profile ben'],
  command: { words: ['up'] },
});
