import { z } from 'zod';
import { defineOperation } from '../../operation.ts';

export default defineOperation({
  id: 'ai.tally',
  summary:
    'Tell the admins of its spaces, as an AI node, what it inferred in private in the hours that are over',
  kind: 'command',
  roles: ['peer'],
  input: z.object({}),
  output: z.object({}),
  errors: ['NO_ACCOUNT', 'REMOVED_FROM_SPACE', 'KEY_MISSING'],
  examples: [],
  command: { omitted: true },
});
