import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { pluginNameShape } from '../../plugin-shapes.ts';

export default defineOperation({
  id: 'plugin.call',
  summary: "Call an operation for a plugin's panel, within what the plugin may do",
  kind: 'command',
  roles: ['peer'],
  input: z.object({
    plugin: pluginNameShape,
    operation: z.string().min(1).max(64),
    input: z.unknown(),
  }),
  output: z.unknown(),
  errors: ['NO_ACCOUNT', 'NOT_FOUND', 'PLUGIN_NOT_GRANTED', 'UNKNOWN_OPERATION'],
  examples: [],
  command: { omitted: true },
});
