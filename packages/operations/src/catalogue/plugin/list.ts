import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { pluginShape } from '../../plugin-shapes.ts';

export default defineOperation({
  id: 'plugin.list',
  summary: 'List plugins, what they ask for and what they may do',
  kind: 'query',
  roles: ['peer'],
  input: z.object({}),
  output: z.array(pluginShape),
  errors: ['NO_ACCOUNT'],
  examples: ['plexi plugin list'],
});
