import { z } from 'zod';
import { directShape } from '../../direct.ts';
import { defineOperation } from '../../operation.ts';
import { idShape } from '../../shapes.ts';

export default defineOperation({
  id: 'dm.decline',
  summary: 'Decline a request to talk, or leave a direct message: it is hidden from then on',
  kind: 'command',
  roles: ['peer'],
  input: z.object({ dm: idShape.describe("The direct message's id") }),
  output: directShape,
  errors: ['NO_ACCOUNT', 'NOT_FOUND'],
  examples: ['plexi dm decline 4f5c9d2e…'],
  command: { fresh: true, positional: ['dm'] },
});
