import { z } from 'zod';
import { defineOperation } from '../../operation.ts';

export default defineOperation({
  id: 'account.phrase',
  summary: 'Make a recovery phrase for a new account, without creating it yet',
  kind: 'query',
  roles: ['peer'],
  input: z.object({}),
  output: z.object({ phrase: z.string() }),
  errors: [],
  examples: [],
  command: { omitted: true },
});
