import { z } from 'zod';
import { momentShape } from '../../awareness.ts';
import { defineOperation } from '../../operation.ts';
import { idShape, spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'member.ban',
  summary: 'Remove a member, and let no invite bring them back until the ban is lifted',
  kind: 'command',
  roles: ['peer'],
  input: z.object({
    space: spaceShape,
    name: z.string().min(1).max(256).describe('The member, by name or account id'),
    until: momentShape.optional().describe('When it ends, ISO 8601; without it until it is lifted'),
  }),
  output: z.object({ account: idShape, name: z.string(), until: z.string().optional() }),
  errors: ['NO_ACCOUNT', 'NOT_FOUND', 'AMBIGUOUS_NAME', 'NOT_ALLOWED', 'REMOVED_FROM_SPACE', 'KEY_MISSING'],
  examples: ['plexi member ban --space Lab Mallory'],
  command: { fresh: true, positional: ['name'] },
});
