import { z } from 'zod';
import { defineOperation } from '../../operation.ts';

export default defineOperation({
  id: 'app.show',
  summary: 'Say how the app runs',
  kind: 'query',
  roles: ['app'],
  input: z.object({}),
  output: z.object({
    mode: z.enum(['electron', 'browser']),
    reason: z.string().optional().describe('Why it runs in a browser'),
    profile: z.string(),
    version: z.string(),
    relay: z.object({ address: z.string(), localOnly: z.boolean() }).optional().describe('The local relay'),
    invitation: z.string().optional().describe('An invite link that the app was opened with'),
  }),
  errors: [],
  examples: [],
  command: { omitted: true },
});
