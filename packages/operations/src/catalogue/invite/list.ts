import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { idShape, roleShape, spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'invite.list',
  summary: 'List the invites of a space that still let somebody in',
  kind: 'query',
  roles: ['peer'],
  input: z.object({ space: spaceShape }),
  output: z.array(
    z.object({
      id: idShape.describe('What it is withdrawn by; it opens nothing'),
      role: roleShape.describe('As what somebody comes'),
      channels: z.array(z.string()).describe('Names of the channels that admit them at once'),
      uses: z.number().describe('How many it admits'),
      used: z.number().describe('How many came by it'),
      made: z.string().describe('ISO 8601'),
      expires: z.string().describe('ISO 8601'),
      by: z.string().describe('The display name of who made it'),
    }),
  ),
  errors: ['NO_ACCOUNT', 'NOT_FOUND'],
  examples: ['plexi invite list --space Lab'],
  command: { fresh: true },
});
