import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { protectionShape } from '../../shapes.ts';

const passphraseShape = z.string().min(1).max(1024);

export default defineOperation({
  id: 'account.passphrase',
  summary: 'Set, change or remove the passphrase of this profile, which a terminal is asked for',
  kind: 'command',
  roles: ['peer'],
  input: z.object({
    current: passphraseShape.optional().describe('The passphrase until now, where there is one'),
    passphrase: passphraseShape.optional().describe('The new one'),
    remove: z.boolean().optional().describe('Have none any more'),
  }),
  output: protectionShape,
  errors: ['NO_ACCOUNT', 'PASSPHRASE_NEEDED', 'PASSPHRASE_WRONG', 'PROFILE_INVALID'],
  examples: ['plexi account passphrase', 'plexi account passphrase --no-passphrase'],
  command: { hidden: ['current', 'passphrase', 'remove'] },
});
