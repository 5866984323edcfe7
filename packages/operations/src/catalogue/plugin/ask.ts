import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { pluginNameShape } from '../../plugin-shapes.ts';

export default defineOperation({
  id: 'plugin.ask',
  summary: "Ask a plugin's code something for its panel",
  kind: 'command',
  roles: ['peer'],
  input: z.object({ plugin: pluginNameShape, name: z.string().min(1).max(64), input: z.unknown() }),
  output: z.unknown(),
  errors: ['NO_ACCOUNT', 'NOT_FOUND', 'PLUGIN_STOPPED', 'PLUGIN_FAILED', 'TOO_LARGE'],
  examples: [],
  command: { omitted: true },
});
