import { z } from 'zod';
import { defineOperation } from '../../operation.ts';

export default defineOperation({
  id: 'app.attend',
  summary: "Show on the app's icon how much waits for the person, or bring its window to the front",
  kind: 'command',
  roles: ['app'],
  input: z.object({
    count: z.number().int().min(0).max(9999).optional().describe('0 shows nothing'),
    raise: z.boolean().default(false),
  }),
  output: z.object({}),
  errors: [],
  examples: [],
  command: { omitted: true },
});
