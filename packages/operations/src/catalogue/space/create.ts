import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { nameShape, spaceSummaryShape } from '../../shapes.ts';

export default defineOperation({
  id: 'space.create',
  summary: 'Create a space, with the channel general',
  kind: 'command',
  roles: ['peer'],
  input: z.object({
    name: nameShape.describe('The name of the space'),
    relay: z
      .array(z.string().max(256))
      .max(8)
      .default([])
      .describe('A relay to list: its multiaddr with /p2p/'),
  }),
  output: spaceSummaryShape,
  errors: ['NO_ACCOUNT', 'ADDRESS_INVALID', 'NAME_TAKEN'],
  examples: ['plexi space create --name Lab --relay /ip4/127.0.0.1/tcp/4001/p2p/12D3KooW…'],
});
