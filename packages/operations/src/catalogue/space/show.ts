import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { spaceShape, spaceSummaryShape } from '../../shapes.ts';

export default defineOperation({
  id: 'space.show',
  summary: 'Show a space: who governs it, its relays and the fingerprint of its governance',
  kind: 'query',
  roles: ['peer'],
  input: z.object({ space: spaceShape }),
  output: spaceSummaryShape.extend({
    owner: z.string(),
    suite: z.string().describe('The MLS cipher suite'),
    epoch: z.number().describe("The key group's epoch on this device"),
    devicesWithKeys: z.number(),
    governanceHeads: z.array(z.string()).describe('Fingerprint of the governance document: Automerge heads'),
    acts: z.number(),
  }),
  errors: ['NO_ACCOUNT', 'NOT_FOUND'],
  examples: ['plexi space show --space Lab'],
  command: { fresh: true },
});
