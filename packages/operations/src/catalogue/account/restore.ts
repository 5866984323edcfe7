import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { accountStateShape, nameShape } from '../../shapes.ts';

export default defineOperation({
  id: 'account.restore',
  summary: 'Restore an account from its recovery phrase, as a new device',
  kind: 'command',
  roles: ['peer'],
  input: z.object({
    phrase: z.string().max(1024).describe('The 24 words'),
    name: nameShape.describe('Your display name'),
    passphrase: z.string().min(1).max(1024).optional().describe('Protects the profile on this machine'),
  }),
  output: accountStateShape,
  errors: ['ACCOUNT_EXISTS', 'PHRASE_INVALID'],
  examples: ['plexi account restore --name Ada --phrase -'],
  command: { stdin: 'phrase', hidden: ['passphrase'] },
});
