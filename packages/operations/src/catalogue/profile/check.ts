import { z } from 'zod';
import { defineOperation } from '../../operation.ts';

export default defineOperation({
  id: 'profile.check',
  summary: 'Look through everything that this profile keeps for damage, and repair what is found',
  kind: 'command',
  roles: ['peer'],
  input: z.object({
    stop: z.boolean().optional().describe('End the check that is going on, and begin none'),
  }),
  output: z.object({
    state: z
      .enum(['whole', 'repaired', 'damaged', 'stopped'])
      .describe(
        'Nothing was found; it was and is repaired; something is wrong that no repair mends; or it was stopped before it came to an end',
      ),
    entries: z.number().describe('Entries whose chain, signatures and words were looked at'),
    fetching: z.number().describe('Logs and words that are fetched again from relays and members'),
  }),
  errors: ['NO_ACCOUNT', 'STORE_CORRUPT', 'STORE_FULL'],
  examples: ['plexi profile check'],
});
