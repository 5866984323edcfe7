import { z } from 'zod';
import { defineOperation } from '../../operation.ts';

export default defineOperation({
  id: 'account.backup',
  summary:
    'Make a backup of the account: the way into its spaces and what it keeps for itself, under a passphrase',
  kind: 'command',
  roles: ['peer'],
  input: z.object({
    passphrase: z
      .string()
      .min(1)
      .max(1024)
      .describe('Opens the backup; the recovery phrase is needed as well'),
  }),
  output: z.object({
    backup: z.string().describe("The file's bytes, base64url"),
    spaces: z.number().describe('Spaces that it leads into'),
    expires: z.string().describe('Until when it does, ISO 8601'),
  }),
  errors: ['NO_ACCOUNT', 'PASSPHRASE_NEEDED', 'TOO_LARGE'],
  examples: [],
  command: { omitted: true },
});
