import { z } from 'zod';
import { blockedShape } from '../../awareness.ts';
import { defineOperation } from '../../operation.ts';

export default defineOperation({
  id: 'account.blocked',
  summary: 'List whom you have blocked',
  kind: 'query',
  roles: ['peer'],
  input: z.object({}),
  output: z.array(blockedShape),
  errors: ['NO_ACCOUNT'],
  examples: ['plexi account blocked'],
});
