import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { protectionShape } from '../../shapes.ts';

export default defineOperation({
  id: 'account.protection',
  summary: 'Show what protects this profile on this machine',
  kind: 'query',
  roles: ['peer'],
  input: z.object({}),
  output: protectionShape,
  errors: ['NO_ACCOUNT', 'PASSPHRASE_NEEDED'],
  examples: ['plexi account protection'],
});
