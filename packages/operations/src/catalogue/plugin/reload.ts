import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { pluginNameShape, pluginShape } from '../../plugin-shapes.ts';

export default defineOperation({
  id: 'plugin.reload',
  summary: 'Read a plugin again from where it came from and start it anew; what it kept stays',
  kind: 'command',
  roles: ['peer'],
  input: z.object({ plugin: pluginNameShape.describe('The plugin') }),
  output: pluginShape,
  errors: [
    'NO_ACCOUNT',
    'NOT_FOUND',
    'FILE_UNREADABLE',
    'PLUGIN_INVALID',
    'PLUGIN_SIGNATURE',
    'PLUGIN_AUTHOR_CHANGED',
  ],
  examples: ['plexi plugin reload reminders'],
  command: { positional: ['plugin'] },
});
