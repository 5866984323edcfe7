import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { pluginNameShape } from '../../plugin-shapes.ts';

export default defineOperation({
  id: 'plugin.panel',
  summary: "Give the files of a plugin's panel, for the app that shows it",
  kind: 'query',
  roles: ['peer'],
  input: z.object({ plugin: pluginNameShape }),
  output: z.array(z.object({ path: z.string(), type: z.string(), data: z.string().describe('Base64') })),
  errors: ['NO_ACCOUNT', 'NOT_FOUND', 'PLUGIN_NOT_GRANTED'],
  examples: [],
  command: { omitted: true },
});
