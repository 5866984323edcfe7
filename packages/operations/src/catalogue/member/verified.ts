import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { verificationShape } from '../../verification.ts';

export default defineOperation({
  id: 'member.verified',
  summary: 'List whom you have verified, and whose devices changed since',
  kind: 'query',
  roles: ['peer'],
  input: z.object({}),
  output: z.array(verificationShape),
  errors: ['NO_ACCOUNT'],
  examples: ['plexi member verified'],
  command: { fresh: true },
});
