import { z } from 'zod';
import { defineOperation } from '../../../operation.ts';
import { nodeFolder } from '../data.ts';

export default defineOperation({
  id: 'ai.key.list',
  summary: "List an AI node's API keys, by their names",
  kind: 'query',
  roles: ['command'],
  input: z.object({ data: nodeFolder }),
  output: z.array(z.object({ name: z.string(), created: z.string(), id: z.string() })),
  errors: ['PROFILE_INVALID'],
  examples: ['plexi ai key list --data ./ai'],
});
