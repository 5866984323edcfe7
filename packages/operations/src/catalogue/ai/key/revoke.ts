import { z } from 'zod';
import { defineOperation } from '../../../operation.ts';
import { nodeFolder } from '../data.ts';

export default defineOperation({
  id: 'ai.key.revoke',
  summary: 'Revoke an API key: a running node refuses it at once',
  kind: 'command',
  roles: ['command'],
  input: z.object({ key: z.string().min(1).describe('Its name or id'), data: nodeFolder }),
  output: z.object({ id: z.string(), name: z.string(), revoked: z.boolean() }),
  errors: ['NOT_FOUND', 'PROFILE_INVALID'],
  examples: ['plexi ai key revoke notebook --data ./ai'],
  command: { positional: ['key'] },
});
