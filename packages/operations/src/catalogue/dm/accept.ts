import { z } from 'zod';
import { directShape } from '../../direct.ts';
import { defineOperation } from '../../operation.ts';
import { idShape } from '../../shapes.ts';

export default defineOperation({
  id: 'dm.accept',
  summary: 'Accept a request to talk',
  kind: 'command',
  roles: ['peer'],
  input: z.object({ dm: idShape.describe("The direct message's id") }),
  output: directShape,
  errors: ['NO_ACCOUNT', 'NOT_FOUND'],
  examples: ['plexi dm accept 4f5c9d2e…'],
  command: { fresh: true, positional: ['dm'] },
});
