import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { idBeginningShape, spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'invite.revoke',
  summary: 'Withdraw every live invite of a space, or one of them',
  kind: 'command',
  roles: ['peer'],
  input: z.object({
    space: spaceShape,
    link: z.string().max(8192).optional().describe('Only this one'),
    invite: idBeginningShape.optional().describe('Only this one, as the list names it'),
  }),
  output: z.object({ revoked: z.number() }),
  errors: ['NO_ACCOUNT', 'NOT_FOUND', 'AMBIGUOUS_NAME', 'NOT_ALLOWED', 'INVITE_INVALID'],
  examples: ['plexi invite revoke --space Lab', 'plexi invite revoke --space Lab --invite 3f9a1c'],
  command: { fresh: true },
});
