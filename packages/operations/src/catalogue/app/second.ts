import { z } from 'zod';
import { defineOperation } from '../../operation.ts';

export default defineOperation({
  id: 'app.second',
  summary: 'Open a second profile on this machine, at an invitation',
  kind: 'command',
  roles: ['app'],
  input: z.object({ link: z.string().max(8192) }),
  output: z.object({
    profile: z.string(),
    address: z.string().optional().describe('Where to open it, if it did not open by itself'),
  }),
  errors: [],
  examples: [],
  command: { omitted: true },
});
