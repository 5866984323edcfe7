import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { pluginNameShape } from '../../plugin-shapes.ts';

export default defineOperation({
  id: 'plugin.log',
  summary: 'Show what a plugin wrote in its log since it was loaded',
  kind: 'query',
  roles: ['peer'],
  input: z.object({ plugin: pluginNameShape.describe('The plugin') }),
  output: z.array(z.object({ time: z.string().describe('ISO 8601'), text: z.string() })),
  errors: ['NO_ACCOUNT', 'NOT_FOUND'],
  examples: ['plexi plugin log reminders'],
  command: { positional: ['plugin'] },
});
