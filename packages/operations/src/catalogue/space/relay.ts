import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { spaceShape } from '../../shapes.ts';
import { relayStateShape } from '../../sync-shapes.ts';

export default defineOperation({
  id: 'space.relay',
  summary: 'List a relay in a space, or tell the space its new addresses',
  kind: 'command',
  roles: ['peer'],
  input: z.object({
    space: spaceShape,
    relay: z.array(z.string().max(256)).min(1).max(8).describe('The relay: its multiaddr with /p2p/'),
  }),
  output: z.array(relayStateShape),
  errors: ['NO_ACCOUNT', 'NOT_FOUND', 'NOT_ALLOWED', 'ADDRESS_INVALID'],
  examples: ['plexi space relay --space Lab --relay /ip4/192.0.2.7/tcp/4001/p2p/12D3KooW…'],
  command: { fresh: true },
});
