import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { accountStateShape } from '../../shapes.ts';

export default defineOperation({
  id: 'account.show',
  summary: 'Show the account of this profile and how its key is kept',
  kind: 'query',
  roles: ['peer'],
  input: z.object({}),
  output: accountStateShape,
  errors: [],
  examples: ['plexi account show'],
});
