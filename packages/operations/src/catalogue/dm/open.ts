import { LIMITS } from '@plexi/protocol';
import { z } from 'zod';
import { directShape } from '../../direct.ts';
import { defineOperation } from '../../operation.ts';
import { spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'dm.open',
  summary: 'Open a direct message with one person or several; the one that is there already, if so',
  kind: 'command',
  roles: ['peer'],
  input: z.object({
    names: z
      .array(z.string().min(1).max(256))
      .min(1)
      .max(LIMITS.directPeople - 1)
      .describe('The others, by name or account id'),
    space: spaceShape.optional().describe('The space that they are looked up in; all of them without it'),
  }),
  output: directShape,
  errors: ['NO_ACCOUNT', 'NOT_FOUND', 'AMBIGUOUS_NAME', 'INVALID_INPUT', 'KEY_MISSING'],
  examples: ['plexi dm open Ben --space Lab', 'plexi dm open Ben Cleo'],
  command: { fresh: true, positional: ['names'] },
});
