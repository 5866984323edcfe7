import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { accountStateShape } from '../../shapes.ts';

export default defineOperation({
  id: 'account.lock',
  summary: 'Lock the profile that is open until its passphrase is given again',
  kind: 'command',
  roles: ['peer'],
  input: z.object({}),
  output: accountStateShape,
  errors: ['NO_ACCOUNT', 'PASSPHRASE_UNSET'],
  examples: ['plexi account lock'],
});
