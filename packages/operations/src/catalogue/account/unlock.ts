import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { accountStateShape } from '../../shapes.ts';

export default defineOperation({
  id: 'account.unlock',
  summary: 'Open a profile that is locked with a passphrase',
  kind: 'command',
  roles: ['peer'],
  input: z.object({ passphrase: z.string().max(1024) }),
  output: accountStateShape,
  errors: ['PASSPHRASE_WRONG', 'NO_ACCOUNT'],
  examples: [],
  command: { omitted: true },
});
