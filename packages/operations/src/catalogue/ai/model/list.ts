import { z } from 'zod';
import { defineOperation } from '../../../operation.ts';
import { nodeFolder } from '../data.ts';

export default defineOperation({
  id: 'ai.model.list',
  summary: 'List the models that an AI node has fetched',
  kind: 'query',
  roles: ['command'],
  input: z.object({ data: nodeFolder }),
  output: z.array(
    z.object({
      reference: z.string(),
      licence: z.string(),
      bytes: z.number(),
      fetched: z.string(),
      path: z.string(),
    }),
  ),
  errors: [],
  examples: ['plexi ai model list --data ./ai'],
});
