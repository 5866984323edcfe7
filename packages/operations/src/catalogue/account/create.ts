import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { accountStateShape, nameShape } from '../../shapes.ts';

export default defineOperation({
  id: 'account.create',
  summary: 'Create an account with a fresh recovery phrase',
  kind: 'command',
  roles: ['peer'],
  input: z.object({
    name: nameShape.describe('Your display name'),
    passphrase: z.string().min(1).max(1024).optional().describe('Protects the profile on this machine'),
    phrase: z
      .string()
      .max(1024)
      .optional()
      .describe('A phrase made by account.phrase and confirmed by the person'),
  }),
  output: accountStateShape.extend({
    phrase: z.string().describe('The recovery phrase: 24 words, shown this once'),
  }),
  errors: ['ACCOUNT_EXISTS', 'PHRASE_INVALID'],
  examples: ['plexi account create --name Ada', 'plexi account create --name Ada --no-passphrase'],
  command: { hidden: ['phrase', 'passphrase'] },
});
