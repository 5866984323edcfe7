import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { nodeFolder } from './data.ts';

export default defineOperation({
  id: 'ai.status',
  summary: 'Say whether an AI node runs, where, and how busy it is',
  kind: 'query',
  roles: ['command'],
  input: z.object({ data: nodeFolder }),
  output: z.object({
    running: z.boolean(),
    ready: z.boolean().optional().describe('No while it still fetches a model'),
    url: z.string().optional(),
    keys: z.number().optional().describe('API keys that it answers'),
    models: z
      .array(
        z.object({
          id: z.string(),
          kind: z.enum(['chat', 'embedding']),
          loaded: z.boolean(),
          device: z.enum(['cuda', 'metal', 'vulkan', 'cpu']).optional(),
          contextTokens: z.number(),
          running: z.number(),
          waiting: z.number(),
          averageMs: z.number(),
        }),
      )
      .optional(),
  }),
  errors: [],
  examples: ['plexi ai status --data ./ai'],
});
