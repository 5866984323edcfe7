import { z } from 'zod';
import { defineOperation } from '../../operation.ts';

export default defineOperation({
  id: 'draft.key',
  summary: 'Give the interface the key under which it seals what it keeps itself',
  kind: 'query',
  roles: ['peer'],
  input: z.object({}),
  output: z.object({ key: z.string().describe('base64url, 32 bytes') }),
  errors: ['NO_ACCOUNT'],
  examples: [],
  command: { omitted: true },
});
