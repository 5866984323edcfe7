import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { pluginNameShape, pluginShape } from '../../plugin-shapes.ts';
import { spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'plugin.revoke',
  summary: 'Withdraw what was allowed to a plugin',
  kind: 'command',
  roles: ['peer'],
  input: z
    .object({
      plugin: pluginNameShape.describe('The plugin'),
      space: spaceShape.optional().describe('Only what is for this space'),
      everyone: z.boolean().default(false).describe('What the governance of the space allows it; admins may'),
    })
    .refine(({ space, everyone }) => !everyone || space !== undefined, 'everyone is of a space: name one'),
  output: pluginShape,
  errors: ['NO_ACCOUNT', 'NOT_FOUND', 'NOT_ALLOWED'],
  examples: ['plexi plugin revoke reminders', 'plexi plugin revoke admin --space Lab --everyone'],
  command: { positional: ['plugin'] },
});
