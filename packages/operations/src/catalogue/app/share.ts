import { z } from 'zod';
import { defineOperation } from '../../operation.ts';

export default defineOperation({
  id: 'app.share',
  summary: 'Let the local relay be reached from the network, or from this machine only',
  kind: 'command',
  roles: ['app'],
  input: z.object({ network: z.boolean() }),
  output: z.object({ addresses: z.array(z.string()), localOnly: z.boolean() }),
  errors: ['RELAY_NOT_RUNNING', 'PORT_IN_USE'],
  examples: [],
  command: { omitted: true },
});
