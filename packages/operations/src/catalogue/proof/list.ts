import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { keptProofShape } from '../../proof-shapes.ts';
import { spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'proof.list',
  summary: 'List proofs that relays of a space did not keep what they had signed to store',
  kind: 'query',
  roles: ['peer'],
  input: z.object({ space: spaceShape }),
  output: z.array(keptProofShape),
  errors: ['NO_ACCOUNT', 'NOT_FOUND'],
  examples: ['plexi proof list --space Lab'],
});
