import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { capabilityListShape, pluginNameShape, pluginShape } from '../../plugin-shapes.ts';
import { spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'plugin.grant',
  summary: 'Allow a plugin what it asks for, or some of it',
  kind: 'command',
  roles: ['peer'],
  input: z
    .object({
      plugin: pluginNameShape.describe('The plugin'),
      capability: capabilityListShape
        .default([])
        .describe('What to allow; without any, all that it asks for'),
      space: spaceShape.optional().describe('Only in this space'),
      everyone: z.boolean().default(false).describe('For everybody in the space who installs it; admins may'),
    })
    .refine(({ space, everyone }) => !everyone || space !== undefined, 'everyone is of a space: name one'),
  output: pluginShape,
  errors: ['NO_ACCOUNT', 'NOT_FOUND', 'PLUGIN_NOT_GRANTED', 'NOT_ALLOWED'],
  examples: [
    'plexi plugin grant reminders',
    'plexi plugin grant reminders --space Lab --capability storage --capability clock',
    'plexi plugin grant admin --space Lab --everyone',
  ],
  command: { positional: ['plugin'] },
});
