import { z } from 'zod';
import { profileShape } from '../../awareness.ts';
import { defineOperation } from '../../operation.ts';
import { spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'profile.show',
  summary: 'Show what somebody says about themselves',
  kind: 'query',
  roles: ['peer'],
  input: z.object({
    space: spaceShape,
    account: z
      .string()
      .min(1)
      .max(256)
      .optional()
      .describe('The person, by name or account id; without it, you'),
  }),
  output: profileShape,
  errors: ['NO_ACCOUNT', 'NOT_FOUND'],
  examples: ['plexi profile show --space Lab', 'plexi profile show --space Lab --account Ben'],
});
