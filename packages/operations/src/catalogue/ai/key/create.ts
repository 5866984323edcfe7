import { LIMITS } from '@plexi/protocol';
import { z } from 'zod';
import { defineOperation } from '../../../operation.ts';
import { nodeFolder } from '../data.ts';

export default defineOperation({
  id: 'ai.key.create',
  summary: 'Make an API key for an AI node; it is shown this once',
  kind: 'command',
  roles: ['command'],
  input: z.object({
    name: z.string().min(1).max(LIMITS.nameBytes).describe('What the key is for'),
    data: nodeFolder,
  }),
  output: z.object({ id: z.string(), name: z.string(), key: z.string() }),
  errors: ['NAME_TAKEN', 'TOO_LARGE', 'PROFILE_INVALID'],
  examples: ['plexi ai key create --name notebook --data ./ai'],
});
