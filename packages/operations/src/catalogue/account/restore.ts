import { LIMITS } from '@plexi/protocol';
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
    name: nameShape.optional().describe('Your display name; a backup knows it'),
    passphrase: z.string().min(1).max(1024).optional().describe('Protects the profile on this machine'),
    backup: z
      .string()
      .max(Math.ceil((LIMITS.backupBytes * 4) / 3))
      .optional()
      .describe('A backup file of the account, which leads back into its spaces'),
    opens: z.string().min(1).max(1024).optional().describe('The passphrase that the backup was made with'),
  }),
  output: accountStateShape.extend({
    spaces: z.number().optional().describe('Spaces that the backup leads into'),
  }),
  errors: ['ACCOUNT_EXISTS', 'PHRASE_INVALID', 'BACKUP_INVALID', 'BACKUP_WRONG', 'BACKUP_OTHER_ACCOUNT'],
  examples: [
    'plexi account restore --name Ada --phrase -',
    'plexi account restore --phrase - --backup ada.plexi-backup',
  ],
  command: { stdin: 'phrase', file: 'backup', hidden: ['passphrase', 'opens'], online: true },
});
