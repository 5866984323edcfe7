import { z } from 'zod';
import { defineOperation } from '../../operation.ts';

export default defineOperation({
  id: 'relay.start',
  summary: 'Run a relay until stopped',
  kind: 'command',
  roles: ['command'],
  input: z.object({
    listen: z.string().describe('Where to listen: a multiaddr such as /ip4/127.0.0.1/tcp/4001'),
    announce: z
      .array(z.string())
      .optional()
      .describe(
        'Where others reach it, if that is elsewhere: behind a forwarded port, or by a name (/dns4/…)',
      ),
    data: z.string().describe('The folder that it keeps its data in'),
  }),
  output: z.object({}),
  errors: ['ADDRESS_INVALID', 'PORT_IN_USE', 'PROFILE_IN_USE', 'STORE_CORRUPT'],
  examples: ['plexi relay start --listen /ip4/0.0.0.0/tcp/4001 --data ./relay'],
});
