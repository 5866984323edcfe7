import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { pluginNameShape } from '../../plugin-shapes.ts';

export default defineOperation({
  id: 'plugin.remove',
  summary: 'Remove a plugin with all that it kept on this device',
  kind: 'command',
  roles: ['peer'],
  input: z.object({ plugin: pluginNameShape.describe('The plugin') }),
  output: z.object({ id: z.string(), removed: z.boolean() }),
  errors: ['NO_ACCOUNT', 'NOT_FOUND'],
  examples: ['plexi plugin remove reminders'],
  command: { positional: ['plugin'] },
});
