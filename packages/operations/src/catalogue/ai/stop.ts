import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { nodeFolder } from './data.ts';

export default defineOperation({
  id: 'ai.stop',
  summary: 'Stop an AI node',
  kind: 'command',
  roles: ['command'],
  input: z.object({ data: nodeFolder }),
  output: z.object({ stopped: z.boolean() }),
  errors: ['AI_NOT_RUNNING'],
  examples: ['plexi ai stop --data ./ai'],
});
