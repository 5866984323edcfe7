import { z } from 'zod';
import { defineOperation } from '../../operation.ts';

export default defineOperation({
  id: 'account.export',
  summary: 'Save a backup of the account to a file, under a passphrase that a terminal is asked for',
  kind: 'command',
  roles: ['command'],
  input: z.object({
    out: z.string().min(1).describe('The file'),
    force: z.boolean().default(false).describe('Write over a file that is there'),
  }),
  output: z.object({
    path: z.string(),
    spaces: z.number().describe('Spaces that it leads into'),
    expires: z.string().describe('Until when it does, ISO 8601'),
  }),
  errors: ['NO_ACCOUNT', 'PASSPHRASE_NEEDED', 'TOO_LARGE', 'FILE_EXISTS', 'FILE_UNWRITABLE'],
  examples: ['plexi account export --out ada.plexi-backup'],
  command: { online: true, fresh: true },
});
